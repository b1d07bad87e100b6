package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CheckpointPaceTest {
    private final AtomicLong clock = new AtomicLong();
    private final CheckpointPace pace = new CheckpointPace(Duration.ofSeconds(10), clock::get);

    @Test
    void cheapCheckpointsAreTakenAsOftenAsWished() {
        assertThat(pace.due()).isFalse();
        pass(Duration.ofSeconds(10));
        assertThat(pace.due()).isTrue();

        pace.taken(Duration.ofMillis(50).toNanos());

        pass(Duration.ofSeconds(9));
        assertThat(pace.due()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(pace.due()).isTrue();
    }

    @Test
    void costlyCheckpointsAreTakenSoRarelyThatTheyCostOneHundredth() {
        pace.taken(Duration.ofSeconds(1).toNanos());

        pass(Duration.ofSeconds(99));
        assertThat(pace.due()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(pace.due()).isTrue();
    }

    @Test
    void oneSlowCheckpointIsForgottenLittleByLittle() {
        pace.taken(Duration.ofSeconds(4).toNanos());
        pace.taken(0);
        pace.taken(0);

        pass(Duration.ofSeconds(100));
        assertThat(pace.due()).isTrue();
    }

    @Test
    void overdueIsTwiceTheInterval() {
        pass(Duration.ofSeconds(19));
        assertThat(pace.overdue()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(pace.overdue()).isTrue();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
