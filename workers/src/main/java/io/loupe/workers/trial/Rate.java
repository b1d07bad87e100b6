package io.loupe.workers.trial;

import java.util.function.LongSupplier;

/** Recent steps per second: an average in which a step of ten seconds ago counts a third. */
final class Rate {
    private static final double MEMORY_SECONDS = 10;

    private final LongSupplier nanos;
    private long last;
    private double secondsPerStep;

    /** @param nanos a monotonic clock */
    Rate(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    void step() {
        long now = nanos.getAsLong();
        double seconds = (now - last) / 1e9;
        last = now;
        double weight = secondsPerStep == 0 ? 1 : 1 - Math.exp(-seconds / MEMORY_SECONDS);
        secondsPerStep += weight * (seconds - secondsPerStep);
    }

    /** 0 while unknown. */
    double perSecond() {
        return secondsPerStep > 0 ? 1 / secondsPerStep : 0;
    }
}
