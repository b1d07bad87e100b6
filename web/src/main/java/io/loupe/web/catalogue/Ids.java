package io.loupe.web.catalogue;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, a 12-bit counter within the millisecond, 62 random
 * bits. Ids of one generator sort in the order in which they were made.
 */
public final class Ids {
    private static final int COUNTER_LIMIT = 1 << 12;

    private final Clock clock;
    private final RandomGenerator random;
    private long millisecond;
    private int counter;

    public Ids() {
        this(Clock.systemUTC(), new SecureRandom());
    }

    Ids(Clock clock, RandomGenerator random) {
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    /** The next id; also while the clock stands still or goes back. */
    public synchronized UUID next() {
        long now = clock.millis();
        if (now > millisecond) {
            millisecond = now;
            counter = 0;
        } else if (++counter == COUNTER_LIMIT) {
            millisecond++;
            counter = 0;
        }
        long high = millisecond << 16 | 0x7000L | counter;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
