package io.loupe.workers.trial;

/** The clocks, so that tests can hold them. */
public interface Time {
    /** Milliseconds since the epoch, for what people read. */
    long millis();

    /** A monotonic clock, for durations. */
    long nanos();

    static Time system() {
        return new Time() {
            @Override
            public long millis() {
                return System.currentTimeMillis();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
    }
}
