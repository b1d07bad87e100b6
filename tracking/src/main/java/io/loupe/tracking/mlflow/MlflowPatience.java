package io.loupe.tracking.mlflow;

import io.loupe.tracking.retry.RetryPolicy;
import java.time.Duration;

/**
 * How long MLflow may take.
 *
 * @param call limit of one request, connecting included
 * @param retries how often a request is tried again
 */
public record MlflowPatience(Duration call, RetryPolicy retries) {
    /** Three tries within half a minute; whoever can wait longer (see {@link LogDelivery}) asks again by itself. */
    public static final MlflowPatience STANDARD = new MlflowPatience(
            Duration.ofSeconds(10),
            new RetryPolicy(3, Duration.ofMillis(300), Duration.ofSeconds(3), Duration.ofSeconds(20)));
}
