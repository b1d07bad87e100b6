package io.loupe.tracking.retry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How patiently a verb is tried again.
 *
 * @param tries tries in all, at least 1
 * @param firstPause upper bound of the pause after the first failure; doubled after each further one
 * @param longestPause upper bound of any pause
 * @param budget no try begins later than this after the first one began
 */
public record RetryPolicy(int tries, Duration firstPause, Duration longestPause, Duration budget) {
    /** Six tries within a minute: rides out a restart of the server, gives up before a heartbeat time-out is near. */
    public static final RetryPolicy STANDARD =
            new RetryPolicy(6, Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofSeconds(60));

    public RetryPolicy {
        if (tries < 1) {
            throw new IllegalArgumentException("tries: " + tries + " is below the minimum 1");
        }
        requireNonNull(firstPause, "firstPause is null");
        requireNonNull(longestPause, "longestPause is null");
        requireNonNull(budget, "budget is null");
    }

    /**
     * The pause after the given failed try with full jitter: uniform between 0 and the doubled bound, so that many
     * clients of a server that comes back do not ask at the same moment.
     *
     * @param failures failed tries so far, at least 1
     * @param uniform a draw from [0, 1)
     */
    Duration pauseAfter(int failures, double uniform) {
        double bound = Math.min(
                (double) longestPause.toMillis(), firstPause.toMillis() * Math.pow(2, Math.min(failures - 1, 30)));
        return Duration.ofMillis(Math.round(bound * uniform));
    }
}
