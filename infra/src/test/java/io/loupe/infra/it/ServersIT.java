package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.process.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are killed while a trial trains: nothing is lost, and the page is right again. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class ServersIT {

    private static final int EPOCHS = 100;
    private static final long STEPS = EPOCHS * TinyDataset.TRAIN / 4;

    @ParameterizedTest
    @ValueSource(strings = {"web", "temporal", "mlflow", "postgres"})
    void aServerKilledInTrainingLosesNothing(String server, Platform platform) throws IOException {
        String dataset = "tiles-" + server;
        platform.importDataset(dataset, 4);
        String trial = platform.submit("Without " + server, dataset, EPOCHS);
        platform.awaitCheckpointInTraining(trial);

        ProcessIdentity killed = platform.launcher().kill(server);
        platform.launcher().awaitRestart(server, killed, Duration.ofMinutes(2));
        JsonNode done = platform.awaitState(trial, "SUCCEEDED");

        assertThat(platform.mlflowPoints(done.path("mlflowRunId").asText(), "train/loss").stream()
                        .map(point -> Long.valueOf(point.split("=", 2)[0])))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, STEPS).boxed().toList());
        assertThat(platform.text(platform.page().resolve("/trials/" + trial)))
                .containsPattern("<div id=\"trial-head\"[^>]* data-state-now=\"SUCCEEDED\"");
        platform.awaitSound();
    }
}
