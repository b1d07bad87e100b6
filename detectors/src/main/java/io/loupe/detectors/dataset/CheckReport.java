package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Problem.Severity;
import java.util.List;

/**
 * What a check found.
 *
 * @param categories by name, also those with problems
 * @param problems all of them, by path
 * @param files the readable images and masks, by path
 */
public record CheckReport(List<CategorySummary> categories, List<Problem> problems, List<CheckedFile> files) {
    /**
     * Counts of one category.
     *
     * @param defectTypes by name, without {@code good}
     * @param masks masks that belong to an image
     * @param width of all images; 0 if sizes are mixed or nothing could be read
     * @param height of all images; 0 if sizes are mixed or nothing could be read
     * @param bytes of images and masks
     */
    public record CategorySummary(
            String name,
            int trainGood,
            int validationGood,
            int testGood,
            int testDefective,
            List<String> defectTypes,
            int masks,
            int width,
            int height,
            long bytes) {
        public CategorySummary {
            defectTypes = List.copyOf(defectTypes);
        }
    }

    /**
     * A file of the dataset.
     *
     * @param path relative to the checked folder, with slashes
     * @param sha256 of its content, 64 hex digits
     * @param size bytes
     */
    public record CheckedFile(String path, String sha256, long size) {}

    public CheckReport {
        categories = List.copyOf(categories);
        problems = List.copyOf(problems);
        files = List.copyOf(files);
    }

    /** Whether the dataset can be used: there are no errors, perhaps warnings. */
    public boolean usable() {
        return problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
    }
}
