package io.loupe.web.catalogue;

import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import io.loupe.workflows.dataset.ImportOutcome.Problem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One content of a dataset.
 *
 * @param version SHA-256 of its manifest, 64 hex digits
 * @param reportKey object key of the whole import report
 * @param problemCount all remarks of the import; {@code problems} holds at most 1,000
 * @param categories by name
 */
public record DatasetVersion(
        String dataset,
        String version,
        UUID importId,
        Instant importedAt,
        String reportKey,
        int problemCount,
        List<Problem> problems,
        List<CategorySummary> categories) {

    /** The first 8 digits, as pages show it. */
    public String shortVersion() {
        return version.substring(0, 8);
    }

    /** Images in all splits of all categories. */
    public int images() {
        return categories.stream()
                .mapToInt(c -> c.trainGood() + c.validationGood() + c.testGood() + c.testDefective())
                .sum();
    }

    /** Size of all files, masks included. */
    public long bytes() {
        return categories.stream().mapToLong(CategorySummary::bytes).sum();
    }
}
