package io.loupe.detectors.dataset;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * One category of a dataset, as files.
 *
 * @param name the folder's name
 * @param trainGood good training images, by name
 * @param validationGood the category's own validation images, by name; empty when it has none
 * @param test test images, by defect type, then by name
 */
public record Category(String name, List<Path> trainGood, List<Path> validationGood, List<TestImage> test) {
    public Category {
        requireNonNull(name, "name is null");
        trainGood = List.copyOf(trainGood);
        validationGood = List.copyOf(validationGood);
        test = List.copyOf(test);
    }

    /**
     * Lists a category's files; nothing is decoded. Files that are no images, hidden files and misplaced folders are
     * passed over: that they are there is for {@link DatasetCheck} to say.
     *
     * @param folder holds {@code train/good}, {@code test/<defect>} and {@code ground_truth/<defect>}
     * @throws io.loupe.detectors.DetectorException with {@code DATA} if a folder cannot be listed
     */
    public static Category read(Path folder) {
        return MvtecLayout.read(folder);
    }

    /** Whether there are masks to compare maps with. */
    public boolean hasMasks() {
        return test.stream().anyMatch(image -> image.mask().isPresent());
    }
}
