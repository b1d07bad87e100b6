package io.loupe.tracking.store;

import io.loupe.tracking.retry.RetryPolicy;
import java.time.Duration;

/**
 * How long the object store may take.
 *
 * @param connect limit for a connection
 * @param silence limit between two packets of one request, so that a hung server is noticed but a large object is not cut
 * @param retries how often a verb is tried again
 */
public record StorePatience(Duration connect, Duration silence, RetryPolicy retries) {
    public static final StorePatience STANDARD =
            new StorePatience(Duration.ofSeconds(5), Duration.ofSeconds(20), RetryPolicy.STANDARD);
}
