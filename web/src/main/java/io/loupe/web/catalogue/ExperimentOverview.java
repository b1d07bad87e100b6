package io.loupe.web.catalogue;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An experiment in a list.
 *
 * @param startedAt when its first trial began
 * @param endedAt when its last trial ended; empty while one has not
 * @param cancelRequestedAt when a person asked to cancel it
 */
public record ExperimentOverview(
        UUID id,
        String name,
        ExperimentState state,
        TrialCounts counts,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> cancelRequestedAt) {}
