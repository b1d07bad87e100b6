package io.loupe.web.live;

import io.loupe.web.catalogue.ExperimentOverview;
import io.loupe.web.catalogue.ExperimentState;
import io.loupe.web.catalogue.TrialCounts;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An experiment as watchers see it; sent when any of it has changed. */
public record ExperimentEvent(UUID experiment, ExperimentState state, TrialCounts counts, Optional<Instant> endedAt) {
    static ExperimentEvent of(ExperimentOverview overview) {
        return new ExperimentEvent(overview.id(), overview.state(), overview.counts(), overview.endedAt());
    }
}
