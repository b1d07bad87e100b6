package io.loupe.web.catalogue;

import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import io.loupe.workflows.dataset.ImportOutcome.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One import of a folder.
 *
 * @param stopRequestedAt when a person asked to stop it
 * @param message one sentence about the end; empty while it runs
 * @param version what it published; set when it succeeded
 * @param reportKey object key of the whole report, once it has ended with one
 * @param categories what was found, also when nothing was published
 */
public record ImportJob(
        UUID id,
        String dataset,
        String folder,
        String layout,
        State state,
        Instant submittedAt,
        Optional<Instant> endedAt,
        Optional<Instant> stopRequestedAt,
        String message,
        Optional<String> version,
        Optional<String> reportKey,
        int problemCount,
        List<Problem> problems,
        List<CategorySummary> categories) {

    /** Whether it ended because a person stopped it. */
    public boolean stopped() {
        return state == State.FAILED && stopRequestedAt.isPresent();
    }

    /** How far an import is. */
    public enum State {
        RUNNING,
        /** Published; there may be warnings. */
        SUCCEEDED,
        /** The folder has errors; nothing was published. */
        REFUSED,
        /** It could not be done at all. */
        FAILED
    }
}
