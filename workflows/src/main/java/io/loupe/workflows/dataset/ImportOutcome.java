package io.loupe.workflows.dataset;

import java.util.List;

/**
 * What an import found. With any problem of severity {@code error} nothing is published and {@code version} is empty.
 *
 * @param version SHA-256 of the manifest, 64 hex digits
 * @param categories what was found, also when not published
 * @param problems at most 1,000; the whole list is in the report
 * @param problemCount all problems
 * @param reportKey object key of the whole report (JSON)
 */
public record ImportOutcome(
        String version, List<CategorySummary> categories, List<Problem> problems, int problemCount, String reportKey) {

    /** Counts of one category; {@code width} and {@code height} are 0 when sizes are mixed. */
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
            long bytes) {}

    /**
     * @param severity {@code error} or {@code warning}
     * @param path file or folder, relative to the imported folder
     * @param message what is wrong and what to do
     */
    public record Problem(String severity, String path, String message) {}
}
