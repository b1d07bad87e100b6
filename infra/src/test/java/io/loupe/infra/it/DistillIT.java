package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.process.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A teacher is distilled, through the death of its worker, and another experiment trains EfficientAD with it. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class DistillIT {

    private static final int STEPS = 60;

    private static final String TEACHER = """
            loupe: 1
            name: "%s"
            data: [{ dataset: tiles-distil }]
            arms:
              - name: teacher
                detector: pdn-distillation
                preset: quick
                settings: { imageSize: 64, backboneSize: 128, batchSize: 2, steps: %d, name: tile-teacher }
            seeds: [7]
            run: { checkpoint: { every: 1s } }
            """;

    private static final String STUDENT = """
            loupe: 1
            name: With a teacher of its own
            data: [{ dataset: tiles-distil }]
            arms:
              - name: student
                detector: efficientad
                preset: quick
                settings: { teacher: tile-teacher, steps: 2 }
            seeds: [7]
            """;

    @Test
    void aDistilledTeacherOutlivesItsWorkerAndTeaches(Platform platform) throws IOException {
        platform.importDataset("tiles-distil", 5);
        String first = platform.submit(TEACHER.formatted("A teacher", STEPS));
        platform.awaitCheckpointInTraining(first);
        ProcessIdentity killed = platform.launcher().kill("worker-cpu");
        platform.launcher().awaitRestart("worker-cpu", killed, Duration.ofMinutes(2));
        JsonNode teacher = platform.awaitState(first, "SUCCEEDED");
        JsonNode again = platform.awaitState(platform.submit(TEACHER.formatted("Again", STEPS)), "SUCCEEDED");

        assertThat(teacher.path("metrics").path("eval/feature_regression").asDouble())
                .isBetween(0.01, 5.0);
        assertThat(teacher.path("metrics")).isEqualTo(again.path("metrics"));
        assertThat(teacher.path("weightsSha256").asText())
                .hasSize(64)
                .isEqualTo(again.path("weightsSha256").asText());
        Map<String, List<String>> points =
                platform.trainingPoints(teacher.path("mlflowRunId").asText());
        assertThat(points.get("train/loss")).hasSize(STEPS);

        List<String> names =
                platform.json(platform.page().resolve("/api/v1/weights")).findValuesAsText("name");
        assertThat(names).contains("tile-teacher").anyMatch(name -> name.startsWith("tile-teacher-"));
        assertThat(platform.text(platform.page().resolve("/trials/" + first)))
                .contains("/weights#w-tile-teacher")
                .contains("feature regression");

        JsonNode student = platform.awaitState(platform.submit(STUDENT), "SUCCEEDED");
        assertThat(student.path("metrics").path("eval/image_auroc").asDouble()).isBetween(0.0, 1.0);
    }
}
