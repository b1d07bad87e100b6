package io.loupe.infra.stack;

import java.time.Duration;
import java.util.List;

/** How long to wait before a process that died is started again: at once the first time, longer if it keeps dying. */
final class BackOff {

    private static final List<Duration> WAITS = List.of(
            Duration.ZERO,
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30));
    private static final Duration WELL = Duration.ofSeconds(60);

    private int deaths;

    /** The wait after a death, given how long the process had been ready (zero if it never was). */
    Duration next(Duration servedFor) {
        if (servedFor.compareTo(WELL) >= 0) {
            deaths = 0;
        }
        Duration wait = WAITS.get(Math.min(deaths, WAITS.size() - 1));
        deaths++;
        return wait;
    }
}
