package io.loupe.web.live;

import io.loupe.workflows.trial.TrialProgress;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a trial's worker is doing, as Temporal heard it last.
 *
 * @param progress newest heartbeat; empty before the first
 * @param worker identity of the worker that has it, or had it last
 * @param attempt attempt of the activity under way, 1 for the first
 * @param waitsForDevice whether the activity is due and no worker has taken it
 * @param lastFailure why the attempt before this one ended; empty for none
 */
public record LiveTrial(
        Optional<TrialProgress> progress,
        Optional<String> worker,
        int attempt,
        boolean waitsForDevice,
        Optional<String> lastFailure) {

    /** Seconds to the end of the phase under way at the present rate. */
    public OptionalLong etaSeconds() {
        if (progress.isEmpty() || waitsForDevice || !(progress.get().stepsPerSecond() > 0)) {
            return OptionalLong.empty();
        }
        TrialProgress now = progress.get();
        return OptionalLong.of((long) Math.ceil(Math.max(0, now.total() - now.step()) / now.stepsPerSecond()));
    }

    /** Share of the phase that is done, 0 to 1. */
    public double share() {
        return progress.filter(now -> now.total() > 0)
                .map(now -> Math.clamp((double) now.step() / now.total(), 0, 1))
                .orElse(0.0);
    }
}
