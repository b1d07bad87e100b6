package io.loupe.infra.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final List<String> PROCESSES = List.of("worker-cpu", "web");
    private static final List<String> SERVERS = List.of("mlflow", "postgres");
    private static final int HAND = 2 * 4 + 1 + 2 * 7; // signals, a crash of the worker, the network

    @Test
    void theSameSeedStrikesTheSameBlowsAndAnotherOneOthers() {
        assertThat(blows(1)).isEqualTo(blows(1)).isNotEqualTo(blows(2));
    }

    @Test
    void everyKindMeetsEveryTargetBeforeOneComesAgain() {
        assertThat(blows(3).subList(0, HAND))
                .extracting(blow -> blow.kind() + " " + blow.target())
                .contains("KILL web", "FREEZE worker-cpu", "CRASH worker-cpu", "LOSE_ANSWER postgres", "HANG mlflow")
                .doesNotContain("KILL mlflow", "HANG web", "CRASH web");
        assertThat(blows(3).subList(0, HAND).stream()
                        .map(blow -> blow.kind() + " " + blow.target())
                        .distinct())
                .hasSize(HAND - 2); // SIGKILL comes twice
    }

    @Test
    void someLastLongerThanTheHeartbeatTimeOutOfTwentySeconds() {
        assertThat(blows(4)).anyMatch(blow -> blow.duration().compareTo(Duration.ofSeconds(20)) > 0);
    }

    private static List<Blow> blows(long seed) {
        FaultPlan plan = new FaultPlan(seed, PROCESSES, SERVERS);
        return Stream.generate(plan::next).limit(2L * HAND).toList();
    }
}
