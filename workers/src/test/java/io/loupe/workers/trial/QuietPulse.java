package io.loupe.workers.trial;

import io.loupe.workers.activity.Pulse;
import io.loupe.workflows.trial.TrialProgress;
import java.util.Optional;

/** Nobody asks a training to stop, unless the test says so at a step; at step 0, before anything is done. */
final class QuietPulse implements Pulse<TrialProgress> {
    private final long stopAt;
    private final Stop stop;
    private volatile TrialProgress newest;

    QuietPulse() {
        this(Long.MAX_VALUE, Stop.Kind.LOST);
    }

    QuietPulse(long stopAt, Stop.Kind kind) {
        this.stopAt = stopAt;
        this.stop = new Stop(kind, new Asked(kind.name()));
    }

    TrialProgress newest() {
        return newest;
    }

    @Override
    public void tell(TrialProgress progress) {
        newest = progress;
    }

    @Override
    public Optional<Stop> stop() {
        long step = newest == null ? 0 : newest.step();
        return step >= stopAt ? Optional.of(stop) : Optional.empty();
    }

    /** The reason a stopped training throws. */
    static final class Asked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Asked(String message) {
            super(message);
        }
    }
}
