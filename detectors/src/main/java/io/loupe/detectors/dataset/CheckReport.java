package io.loupe.detectors.dataset;

import io.loupe.detectors.dataset.Problem.Severity;
import java.util.List;

/**
 * What a check found.
 *
 * @param layout the layout that was found, such as {@code mvtec}; empty if none was
 * @param categories by name, also those with problems
 * @param problems all of them, by path
 * @param files the readable images and masks, by path
 */
public record CheckReport(
        String layout, List<CategorySummary> categories, List<Problem> problems, List<CheckedFile> files) {
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
     * @param target where it is kept: {@code <category>/test/<defect>/<image>} and so on, see {@link Category#read}
     */
    public record CheckedFile(String path, String sha256, long size, String target) {}

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
