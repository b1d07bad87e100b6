package io.loupe.web.catalogue;

import io.loupe.workflows.trial.TrialSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An experiment about to be written down.
 *
 * @param document as submitted
 * @param resolved with every default written out
 * @param idempotencyKey of the request; the same key again is the same experiment
 * @param who submitted it
 * @param trials in fair order
 */
public record NewExperiment(
        UUID id,
        String name,
        String notes,
        String document,
        Map<String, Object> resolved,
        int parallel,
        String priority,
        Optional<String> idempotencyKey,
        Instant submittedAt,
        String who,
        List<Arm> arms,
        List<NewTrial> trials) {

    /** One cell. */
    public record NewTrial(int armPosition, TrialSpec spec) {}
}
