package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The promise: a worker that is killed in training costs time, and nothing else. {@code -Dloupe.kills=25} kills it more often. */
@ExtendWith(PlatformExtension.class)
@Timeout(3_600)
class KillWorkerIT {

    private static final int KILLS = Integer.getInteger("loupe.kills", 1);

    /** Two steps each; slow ones, a third of a second, once there are many kills to come. */
    private static final int EPOCHS = 150 * Math.max(1, KILLS / 12);

    private static final long STEPS = EPOCHS * TinyDataset.TRAIN / 4;
    private static final List<String> SIGNALS = List.of("-KILL", "-TERM", "-SEGV");

    /** After a worker was seen to train; a single kill must come before a quick training ends. */
    private static final long LATEST_MILLIS = KILLS > 1 ? 3_000 : 300;

    @Test
    void aWorkerKilledInTrainingChangesNeitherTheWeightsNorTheRecord(Platform platform) throws Exception {
        platform.importDataset("tiles-kill", 1);
        String undisturbed = platform.submit("Undisturbed", "tiles-kill", EPOCHS);
        JsonNode expected = platform.awaitState(undisturbed, "SUCCEEDED");

        if (KILLS > 1) {
            Files.writeString(platform.faults(), "slow = step@*\n");
        }
        String disturbed = platform.submit("Killed", "tiles-kill", EPOCHS);
        Random random = new Random(25);
        for (int i = 0; i < KILLS; i++) {
            platform.awaitCheckpointInTraining(disturbed);
            ProcessIdentity worker = platform.launcher().process("worker-cpu").identity();
            platform.await(disturbed, json -> trains(json, worker));
            Thread.sleep(random.nextLong(LATEST_MILLIS));
            ProcessEnding.signal(worker, i == 0 ? "-KILL" : SIGNALS.get(random.nextInt(SIGNALS.size())));
            platform.launcher().awaitRestart("worker-cpu", worker, Duration.ofMinutes(2));
        }
        assertThat(platform.json(platform.page().resolve("/api/v1/trials/" + disturbed))
                        .path("state")
                        .asText())
                .as("each kill met the training")
                .isNotIn("EVALUATING", "SUCCEEDED");
        Files.deleteIfExists(platform.faults());
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

    private static boolean trains(JsonNode trial, ProcessIdentity worker) {
        return trial.path("state").asText().equals("TRAINING")
                && trial.path("worker").asText().endsWith("/" + worker.pid());
    }

    private static String run(JsonNode trial) {
        return trial.path("mlflowRunId").asText();
    }
}
