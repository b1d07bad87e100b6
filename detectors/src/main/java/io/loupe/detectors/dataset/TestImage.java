package io.loupe.detectors.dataset;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An image to score.
 *
 * @param path the file
 * @param defect name of the defect type, {@code good} if there is none
 * @param masks the defects' pixels, one file or one for each defect; none for good images and where the dataset has none
 */
public record TestImage(Path path, String defect, List<Path> masks) {
    /** The folder of images without a defect. */
    public static final String GOOD = "good";

    public TestImage {
        requireNonNull(path, "path is null");
        requireNonNull(defect, "defect is null");
        masks = List.copyOf(masks);
    }

    /** An image with one mask at most. */
    public TestImage(Path path, String defect, Optional<Path> mask) {
        this(path, defect, mask.stream().toList());
    }

    public boolean hasMask() {
        return !masks.isEmpty();
    }

    public boolean isGood() {
        return defect.equals(GOOD);
    }
}
