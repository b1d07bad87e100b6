package io.loupe.infra.it;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition with a limit. */
final class Await {

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private Await() {}

    /** @param seen what to print if the condition never comes */
    static void until(BooleanSupplier condition, Duration limit, Supplier<String> seen) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit.toSeconds() + " s; seen:\n" + seen.get());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
