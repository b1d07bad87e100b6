package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The promise: a worker that is killed in training costs time, and nothing else. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class KillWorkerIT {

    private static final int EPOCHS = 150;
    private static final long STEPS = EPOCHS * TinyDataset.TRAIN / 4;

    @Test
    void aWorkerKilledInTrainingChangesNeitherTheWeightsNorTheRecord(Platform platform) {
        platform.importDataset("tiles-kill", 1);
        String undisturbed = platform.submit("Undisturbed", "tiles-kill", EPOCHS);
        JsonNode expected = platform.awaitState(undisturbed, "SUCCEEDED");

        String disturbed = platform.submit("Killed", "tiles-kill", EPOCHS);
        platform.awaitCheckpointInTraining(disturbed);
        ProcessIdentity killed = platform.launcher().kill("worker-cpu");
        platform.launcher().awaitRestart("worker-cpu", killed, Duration.ofMinutes(2));
        JsonNode actual = platform.awaitState(disturbed, "SUCCEEDED");

        assertThat(platform.launcher().printed()).contains("worker-cpu was killed by signal 9; starting it again");
        assertThat(actual.path("weightsSha256").asText())
                .hasSize(64)
                .isEqualTo(expected.path("weightsSha256").asText());
        Map<String, List<String>> points = platform.trainingPoints(run(actual));
        assertThat(points).containsKeys("train/loss", "train/learning_rate").hasSizeGreaterThan(3); // and the terms
        assertThat(points.get("train/loss").stream().map(point -> Long.valueOf(point.split("=", 2)[0])))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, STEPS).boxed().toList());
        assertThat(points).isEqualTo(platform.trainingPoints(run(expected)));
        assertThat(actual.path("metrics")).isEqualTo(expected.path("metrics"));
        platform.awaitSound();
    }

    @Test
    void aWorkerWhoseNativeCodeCrashesIsStartedAgainAndNothingIsLost(Platform platform) {
        platform.importDataset("tiles-crash", 1);
        String trial = platform.submit("Crashed", "tiles-crash", EPOCHS);
        platform.awaitCheckpointInTraining(trial);

        ProcessIdentity crashed = platform.launcher().process("worker-cpu").identity();
        ProcessEnding.signal(crashed, "-SEGV");
        platform.launcher().awaitRestart("worker-cpu", crashed, Duration.ofMinutes(2));
        JsonNode done = platform.awaitState(trial, "SUCCEEDED");

        assertThat(platform.trainingPoints(run(done)).get("train/loss")).hasSize((int) STEPS);
        platform.awaitSound();
    }

    private static String run(JsonNode trial) {
        return trial.path("mlflowRunId").asText();
    }
}
