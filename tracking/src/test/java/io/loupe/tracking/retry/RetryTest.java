package io.loupe.tracking.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.tracking.TrackingException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final Retry retry =
            new Retry(new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(20)));

    @Test
    void whatPassesIsTriedAgainUntilItSucceeds() {
        assertThat(retry.<Integer>call("count", number -> number < 3 ? fail(true) : number))
                .isEqualTo(3);
    }

    @Test
    void whatDoesNotPassIsNotTriedAgain() {
        AtomicInteger tries = new AtomicInteger();

        assertThatThrownBy(() -> retry.call("count", number -> {
                    tries.set(number);
                    return fail(false);
                }))
                .hasMessage("no");
        assertThat(tries).hasValue(1);
    }

    @Test
    void theLastFailureSaysHowOftenItWasTried() {
        assertThatThrownBy(() -> retry.call("count", number -> fail(true)))
                .isInstanceOfSatisfying(
                        TrackingException.class, e -> assertThat(e.temporary()).isTrue())
                .hasMessageContaining("no (gave up after 3 tries in ");
    }

    @Test
    void anInterruptEndsTheWaiting() {
        Retry patient = new Retry(new RetryPolicy(3, Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(1)));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> patient.call("count", number -> fail(true))).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).as("the interrupt stays set").isTrue();
    }

    @Property
    void pausesStayBelowTheirBoundAndNeverExceedTheLongest(
            @ForAll @IntRange(min = 1, max = 100) int failures,
            @ForAll @DoubleRange(min = 0, max = 0.99) double uniform) {
        Duration pause = RetryPolicy.STANDARD.pauseAfter(failures, uniform);

        assertThat(pause)
                .isBetween(Duration.ZERO, RetryPolicy.STANDARD.longestPause())
                .isLessThanOrEqualTo(Duration.ofMillis((long) (200 * Math.pow(2, failures - 1))));
    }

    private static <T> T fail(boolean temporary) {
        throw new TrackingException("no", temporary, null);
    }
}
