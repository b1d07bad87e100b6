package io.loupe.detectors.dataset;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An image to score.
 *
 * @param path the file
 * @param defect name of the defect type, {@code good} if there is none
 * @param mask the defect's pixels; empty for good images and where the dataset has no masks
 */
public record TestImage(Path path, String defect, Optional<Path> mask) {
    /** The folder of images without a defect. */
    public static final String GOOD = "good";

    public TestImage {
        requireNonNull(path, "path is null");
        requireNonNull(defect, "defect is null");
        requireNonNull(mask, "mask is null");
    }

    public boolean isGood() {
        return defect.equals(GOOD);
    }
}
