package io.loupe.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff();

    @Test
    void theFirstRestartIsImmediateAndLaterOnesWaitLonger() {
        Duration first = backOff.next(Duration.ZERO);
        Duration second = backOff.next(Duration.ZERO);
        Duration third = backOff.next(Duration.ZERO);

        assertThat(first).isZero();
        assertThat(second).isPositive();
        assertThat(third).isGreaterThan(second);
    }

    @Test
    void theWaitNeverPassesHalfAMinute() {
        for (int i = 0; i < 50; i++) {
            assertThat(backOff.next(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofSeconds(30));
        }
    }

    @Test
    void oneThatServedForAWhileIsRestartedAtOnceAgain() {
        backOff.next(Duration.ZERO);
        backOff.next(Duration.ZERO);

        assertThat(backOff.next(Duration.ofMinutes(2))).isZero();
    }
}
