package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person's verbs on a trial in training, on the whole stack: they cost time, and nothing else. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class VerbsIT {

    private static final int EPOCHS = 150;
    private static final List<Long> STEPS = LongStream.rangeClosed(1, (long) EPOCHS * TinyDataset.TRAIN / 4)
            .boxed()
            .toList();

    @Test
    void pausedResumedAndRestartedTrialsEndInTheBytesOfOneThatWasLeftAlone(Platform platform) {
        platform.importDataset("tiles-verbs", 21);
        JsonNode undisturbed = platform.awaitState(platform.submit("Left alone", "tiles-verbs", EPOCHS), "SUCCEEDED");

        String trial = platform.submit("Paused", "tiles-verbs", EPOCHS);
        platform.awaitCheckpointInTraining(trial);
        say(platform, trial, "pause");
        JsonNode paused =
                platform.await(trial, json -> json.path("state").asText().equals("PAUSED"));
        assertThat(paused.has("worker"))
                .as("a paused trial holds no device: %s", paused)
                .isFalse();
        assertThat(platform.launcher().run("trial", trial, "pause").code())
                .as("paused twice")
                .isEqualTo(1);
        say(platform, trial, "resume");
        JsonNode resumed = platform.awaitState(trial, "SUCCEEDED");

        assertThat(resumed.path("weightsSha256").asText())
                .hasSize(64)
                .isEqualTo(undisturbed.path("weightsSha256").asText());
        assertThat(platform.trainingPoints(run(resumed))).isEqualTo(platform.trainingPoints(run(undisturbed)));
        assertThat(steps(platform, resumed, "train/loss")).isEqualTo(STEPS);

        say(platform, trial, "restart");
        platform.await(trial, json -> json.path("restarts").asInt() == 1);
        platform.awaitCheckpointInTraining(trial);
        JsonNode restarted = platform.awaitState(trial, "SUCCEEDED");

        assertThat(run(restarted)).as("one run for life").isEqualTo(run(resumed));
        assertThat(restarted.path("weightsSha256")).isEqualTo(undisturbed.path("weightsSha256"));
        assertThat(restarted.path("metrics")).isEqualTo(undisturbed.path("metrics"));
        assertThat(steps(platform, restarted, "train/loss")).isEqualTo(STEPS);
        assertThat(steps(platform, restarted, "restart-1/train/loss")).isEqualTo(STEPS);
        Map<String, List<String>> before = platform.trainingPoints(run(undisturbed));
        assertThat(platform.trainingPoints(run(restarted))).isEqualTo(before);
    }

    @Test
    void aWorkerThatIsLostWhileItLetsGoDoesNotHinderThePause(Platform platform) throws IOException {
        platform.importDataset("tiles-verbs", 21);
        String trial = platform.submit("Lost while pausing", "tiles-verbs", EPOCHS);
        platform.awaitCheckpointInTraining(trial);
        ProcessIdentity worker = platform.launcher().process("worker-cpu").identity();
        ProcessEnding.signal(worker, "-STOP");
        say(platform, trial, "pause");
        // It is told at its next heartbeat, which never comes.
        platform.launcher().kill("worker-cpu");

        platform.await(trial, json -> json.path("state").asText().equals("PAUSED"));
        say(platform, trial, "resume");
        platform.awaitState(trial, "SUCCEEDED");
        platform.awaitSound();
    }

    private static void say(Platform platform, String trial, String verb) {
        Launcher.Result result = platform.launcher().run("trial", trial, verb);
        assertThat(result.code()).as(result.output()).isZero();
    }

    private static String run(JsonNode trial) {
        return trial.path("mlflowRunId").asText();
    }

    private static List<Long> steps(Platform platform, JsonNode trial, String metric) {
        return platform.mlflowPoints(run(trial), metric).stream()
                .map(point -> Long.valueOf(point.split("=", 2)[0]))
                .sorted()
                .toList();
    }
}
