package io.loupe.web.live;

import io.loupe.web.catalogue.Trial;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A trial as watchers see it; sent when any of it has changed.
 *
 * @param progress newest heartbeat while it is at work
 * @param etaSeconds to the end of the phase under way
 * @param waitsForDevice whether no worker has taken it
 * @param timeline sequence of the newest line of its timeline: when it grows, there is something new to read
 */
public record TrialEvent(
        UUID trial,
        TrialState state,
        Instant stateSince,
        Optional<TrialProgress> progress,
        OptionalLong etaSeconds,
        Optional<String> worker,
        int attempt,
        boolean waitsForDevice,
        Optional<FailureReport> failure,
        Map<String, Double> metrics,
        long timeline) {

    static TrialEvent of(Trial trial, Optional<LiveTrial> live, long timeline) {
        return new TrialEvent(
                trial.id(),
                trial.state(),
                trial.stateSince(),
                live.flatMap(LiveTrial::progress),
                live.map(LiveTrial::etaSeconds).orElse(OptionalLong.empty()),
                live.flatMap(LiveTrial::worker),
                live.map(LiveTrial::attempt).orElse(0),
                live.map(LiveTrial::waitsForDevice).orElse(false),
                trial.failure(),
                trial.metrics(),
                timeline);
    }
}
