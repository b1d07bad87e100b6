package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The worker's process ends, as by SIGKILL, at random steps of the trainings that have more than one kind of step: statistics,
 * selections, training. {@code -Dloupe.kills=25} ends it more often, at as many more steps.
 */
@ExtendWith(PlatformExtension.class)
@Timeout(3_600)
class KillAnywhereIT {

    private static final int KILLS = Math.max(2, Integer.getInteger("loupe.kills", 2));
    private static final Duration RESTART = Duration.ofMinutes(4);
    private static final String DATASET = "tiles-anywhere";

    private static final String TEACHER = """
            loupe: 1
            name: A teacher
            data: [{ dataset: tiles-anywhere }]
            arms:
              - name: teacher
                detector: pdn-distillation
                preset: quick
                settings: { imageSize: 64, backboneSize: 128, steps: 4, name: anywhere-teacher }
            seeds: [7]
            """;

    private static final String TRAINING = """
            loupe: 1
            name: "%s"
            data: [{ dataset: tiles-anywhere }]
            arms:
              - name: arm
                detector: %s
                preset: quick
                settings: %s
            seeds: [7]
            run: { checkpoint: { every: 1s } }
            """;

    @Test
    void anEfficientAdThatDiesAtAnyStepEndsAsIfItHadNot(Platform platform) throws IOException {
        platform.importDataset(DATASET, 6);
        platform.awaitState(platform.submit(TEACHER), "SUCCEEDED");
        // 7 images and as many steps of statistics, then 2 a kill of training
        compare(
                "efficientad",
                "{ teacher: anywhere-teacher, steps: %d, hardQuantile: 0.999 }".formatted(2 * KILLS),
                3,
                platform);
    }

    @Test
    void aPatchCoreThatDiesAtAnyStepEndsAsIfItHadNot(Platform platform) throws IOException {
        platform.importDataset(DATASET, 6);
        // 8 images, then selections out of 8192 patches
        compare("patchcore", "{ coreset: 0.2 }", 4, platform);
    }

    private static void compare(String method, String settings, long seed, Platform platform) throws IOException {
        JsonNode expected =
                platform.awaitState(platform.submit(TRAINING.formatted("Undisturbed", method, settings)), "SUCCEEDED");
        long steps = platform.trainingPoints(run(expected)).values().stream()
                .mapToLong(points -> Long.parseLong(points.getLast().split("=", 2)[0]))
                .max()
                .orElseThrow();

        Random random = new Random(seed);
        String killed = "";
        for (int i = 0; i < KILLS; i++) {
            // One in each part of the training.
            long at = 1 + steps * i / KILLS + random.nextLong(steps / KILLS);
            ProcessIdentity worker = platform.launcher().process("worker-cpu").identity();
            Files.writeString(platform.faults(), "kill = step@" + at + "\n");
            try {
                if (killed.isEmpty()) {
                    killed = platform.submit(TRAINING.formatted("Killed", method, settings));
                }
                platform.launcher().awaitRestart("worker-cpu", worker, RESTART);
            } finally {
                Files.delete(platform.faults());
            }
        }
        JsonNode actual = platform.awaitState(killed, "SUCCEEDED");

        assertThat(actual.path("weightsSha256").asText())
                .hasSize(64)
                .isEqualTo(expected.path("weightsSha256").asText());
        assertThat(platform.trainingPoints(run(actual))).isEqualTo(platform.trainingPoints(run(expected)));
        assertThat(actual.path("metrics")).isEqualTo(expected.path("metrics"));
        platform.awaitSound();
    }

    private static String run(JsonNode trial) {
        return trial.path("mlflowRunId").asText();
    }
}
