package io.loupe.web;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens elsewhere. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final long EVERY_NANOS = 25_000_000;

    private Eventually() {}

    /** Returns once the condition holds; fails with what was seen last when it does not within 40 s. */
    public static void holds(BooleanSupplier condition, Supplier<?> seen) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s; seen last: " + seen.get());
            }
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }
}
