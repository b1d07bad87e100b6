package io.loupe.detectors.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * How a published dataset lies in folders. Layouts differ only while a dataset is imported: what is kept has MVTec's
 * names, whatever it came as (see {@link Category}).
 */
sealed interface DatasetLayout
        permits MvtecAd, MvtecLoco, Mvtec3dAd, VisaLayout, BtadLayout, MagneticTileLayout, PlainFolderLayout {
    /** All, those first whose marks are the most special: a dataset of several layouts' marks is the first. */
    List<DatasetLayout> ALL = List.of(
            new VisaLayout(),
            new MagneticTileLayout(),
            new MvtecLoco(),
            new Mvtec3dAd(),
            new BtadLayout(),
            new MvtecAd(),
            new PlainFolderLayout());

    /** As it is chosen, such as {@code loco}. */
    String name();

    /** What is looked for, as the end of a sentence. */
    String looksFor();

    /** Whether a folder holds such a dataset; looks at names alone. */
    boolean fits(Folder folder);

    /** Whether an image with an empty mask is left out with a warning; else it is an error. */
    default boolean leavesOutEmptyMasks() {
        return false;
    }

    /**
     * Finds all images and masks.
     *
     * @param folder fits
     * @param root the imported folder, which links must not leave
     * @param problems hears what is not where it should be
     */
    List<PlannedCategory> plan(Folder folder, Path root, Problems problems);
}
