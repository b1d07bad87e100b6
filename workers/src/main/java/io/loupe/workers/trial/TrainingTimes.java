package io.loupe.workers.trial;

import java.util.Locale;
import java.util.function.LongSupplier;

/** What one attempt's time went into, as its thread saw it: steps, checkpoints, waiting, and the platform's own. */
final class TrainingTimes {
    private final LongSupplier nanos;
    private final long begun;
    private final Kind quiet = new Kind();
    private final Kind besideWriting = new Kind();
    private final Kind checkpoints = new Kind();
    private final Kind waits = new Kind();

    private static final class Kind {
        private long count;
        private long nanos;

        void add(long more) {
            count++;
            nanos += more;
        }

        double meanMillis() {
            return count == 0 ? 0 : nanos / 1e6 / count;
        }
    }

    /** @param nanos a monotonic clock */
    TrainingTimes(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    long now() {
        return nanos.getAsLong();
    }

    /**
     * A step is done.
     *
     * @param since when it began
     * @param beside whether a checkpoint was being written then
     */
    void step(long since, boolean beside) {
        (beside ? besideWriting : quiet).add(now() - since);
    }

    /** The training's state was taken and handed over. */
    void checkpoint(long since) {
        checkpoints.add(now() - since);
    }

    /** Nothing could be done until a checkpoint was published. */
    void waited(long since) {
        waits.add(now() - since);
    }

    /** In words, for the log. */
    String summary() {
        long all = Math.max(1, now() - begun);
        long rest = all - quiet.nanos - besideWriting.nanos - checkpoints.nanos - waits.nanos;
        return String.format(
                Locale.ROOT,
                "%d steps in %.1f s: %.2f %% in steps, %.3f %% in taking %d checkpoints, %.3f %% waiting for one, %.3f %% in"
                        + " all else; a step took %.1f ms, one beside a checkpoint on its way %.1f ms (%d steps)",
                quiet.count + besideWriting.count,
                all / 1e9,
                100.0 * (quiet.nanos + besideWriting.nanos) / all,
                100.0 * checkpoints.nanos / all,
                checkpoints.count,
                100.0 * waits.nanos / all,
                100.0 * rest / all,
                quiet.meanMillis(),
                besideWriting.meanMillis(),
                besideWriting.count);
    }
}
