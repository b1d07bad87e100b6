package io.loupe.workers.trial;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When the next checkpoint is due: as often as wished, but so rarely that what the training thread spends on checkpoints
 * stays below one hundredth of its time.
 */
final class CheckpointPace {
    private static final int COST_SHARE = 100;

    private final LongSupplier nanos;
    private final long wished;
    private long begunAt;
    private long cost;

    /** @param nanos a monotonic clock */
    CheckpointPace(Duration wished, LongSupplier nanos) {
        this.nanos = nanos;
        this.wished = wished.toNanos();
        this.begunAt = nanos.getAsLong();
    }

    boolean due() {
        return sinceBegun() >= interval();
    }

    /** Due twice over: the training must not run further ahead of what is published. */
    boolean overdue() {
        return sinceBegun() >= 2 * interval();
    }

    /** A checkpoint was taken; it cost the training thread that much. */
    void taken(long nanosSpent) {
        cost = Math.max(nanosSpent, cost / 2);
        begunAt = nanos.getAsLong();
    }

    private long sinceBegun() {
        return nanos.getAsLong() - begunAt;
    }

    private long interval() {
        return Math.max(wished, COST_SHARE * cost);
    }
}
