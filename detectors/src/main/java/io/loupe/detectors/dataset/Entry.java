package io.loupe.detectors.dataset;

import java.nio.file.Path;

/**
 * A file that the layout names an image or a mask.
 *
 * @param path the file
 * @param role what it is for
 * @param defect {@code good} or the defect type
 * @param stem what ties an image and its masks together, within a defect type: the image's name without its extension
 * @param target where it is kept once imported, below its category, in MVTec's names (see {@link Category})
 * @param counterpart where the image's mask, or the mask's image, is looked for, in the layout's own words
 */
record Entry(Path path, Role role, String defect, String stem, String target, String counterpart) {
    enum Role {
        TRAIN,
        VALIDATION,
        TEST,
        MASK
    }

    /** An image that trains or validates. */
    static Entry good(Path path, Role role) {
        String split = role == Role.TRAIN ? MvtecLayout.TRAIN : MvtecLayout.VALIDATION;
        return new Entry(path, role, TestImage.GOOD, stem(path), split + "/good/" + MvtecLayout.name(path), "");
    }

    /** An image to test with. */
    static Entry test(Path path, String defect, String counterpart) {
        String target = MvtecLayout.TEST + "/" + defect + "/" + MvtecLayout.name(path);
        return new Entry(path, Role.TEST, defect, stem(path), target, counterpart);
    }

    /** The only mask of an image. */
    static Entry mask(Path path, String defect, String stem, String counterpart) {
        String extension = MvtecLayout.extension(MvtecLayout.name(path));
        String target = MvtecLayout.GROUND_TRUTH + "/" + defect + "/" + stem + "_mask." + extension;
        return new Entry(path, Role.MASK, defect, stem, target, counterpart);
    }

    /** One of an image's masks. */
    static Entry channel(Path path, String defect, String stem, String counterpart) {
        String target = MvtecLayout.GROUND_TRUTH + "/" + defect + "/" + stem + "/" + MvtecLayout.name(path);
        return new Entry(path, Role.MASK, defect, stem, target, counterpart);
    }

    /** Its place among images and masks: equal for both. */
    String place() {
        return defect + "/" + stem;
    }

    boolean isGoodTest() {
        return role == Role.TEST && defect.equals(TestImage.GOOD);
    }

    boolean isDefectiveTest() {
        return role == Role.TEST && !defect.equals(TestImage.GOOD);
    }

    private static String stem(Path path) {
        return MvtecLayout.stem(MvtecLayout.name(path));
    }
}
