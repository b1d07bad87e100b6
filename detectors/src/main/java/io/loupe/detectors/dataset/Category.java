package io.loupe.detectors.dataset;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One category of a dataset, as files.
 *
 * @param name the folder's name
 * @param trainGood good training images, by name
 * @param validationGood the category's own validation images, by name; empty when it has none
 * @param test test images, by defect type, then by name
 * @param defectsConfig which share of a defect must be found; datasets annotated as MVTec LOCO have it
 */
public record Category(
        String name,
        List<Path> trainGood,
        List<Path> validationGood,
        List<TestImage> test,
        Optional<DefectsConfig> defectsConfig) {
    /** LOCO's defect type: all is whole, but something is missing, misplaced or too many. */
    public static final String LOGICAL = "logical_anomalies";

    /** LOCO's defect type: something is damaged or foreign. */
    public static final String STRUCTURAL = "structural_anomalies";

    static final Set<String> LOCO_TYPES = Set.of(LOGICAL, STRUCTURAL);

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
     * @param folder holds {@code train/good}, perhaps {@code validation/good}, {@code test/<defect>} and for masks {@code
     *     ground_truth/<defect>/<image>_mask.png} or, where an image has several, {@code
     *     ground_truth/<defect>/<image>/<number>.png}; perhaps {@code defects_config.json}
     * @throws io.loupe.detectors.DetectorException with {@code DATA} if a folder cannot be listed
     */
    public static Category read(Path folder) {
        return MvtecLayout.read(folder);
    }

    /** The same with other validation images, such as those that a detector holds out. */
    public Category withValidation(List<Path> validation) {
        return new Category(name, trainGood, validation, test, defectsConfig);
    }

    /** Whether it is annotated as MVTec LOCO is: logical and structural anomalies, and saturation thresholds. */
    public boolean isLoco() {
        return defectsConfig.isPresent()
                && test.stream().allMatch(image -> image.isGood() || LOCO_TYPES.contains(image.defect()));
    }

    /** Whether there are masks to compare maps with. */
    public boolean hasMasks() {
        return test.stream().anyMatch(TestImage::hasMask);
    }
}
