package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets the one device when, on the whole stack: giving way and draining cost time, and nothing else. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class SchedulingIT {

    /**
     * Long enough, a quarter of a second for each of its two steps, to be interrupted twice, and once more where it slips in
     * while the urgent trial changes activities.
     */
    private static final int EPOCHS = 150;

    private static final String SLOW = "slow = step@*\n";

    @AfterEach
    void everyDeviceIsQuickAgain(Platform platform) throws IOException {
        Files.deleteIfExists(platform.faults());
    }

    @Test
    void aTrainingGivesWayToAMoreUrgentOneAndToADrainAndEndsInTheSameBytes(Platform platform) throws IOException {
        JsonNode undisturbed = platform.undisturbed("tiles-queue", 22, EPOCHS);

        Files.writeString(platform.faults(), SLOW);
        String low = platform.submit("Not urgent", "tiles-queue", EPOCHS);
        platform.post("experiments/" + experiment(platform, low) + ":prioritise", "{\"priority\": \"low\"}");
        platform.awaitCheckpointInTraining(low);
        String high = platform.submit("Urgent", "tiles-queue", 2);
        platform.post("experiments/" + experiment(platform, high) + ":prioritise", "{\"priority\": \"high\"}");
        platform.awaitState(high, "SUCCEEDED");
        assertThat(state(platform, low)).as("the more urgent one ended first").isNotEqualTo("SUCCEEDED");
        assertThat(timeline(platform, low)).contains("Gave way to tile / tiny / seed 7");

        String worker = platform.awaitWorkerInTraining(low);
        platform.post("workers/" + worker + ":drain", "{}");
        platform.await(
                low,
                json -> json.path("state").asText().equals("QUEUED")
                        && json.path("waitsForDevice").asBoolean());
        assertThat(platform.text(platform.page().resolve("/workers"))).contains("out of the queue");
        assertThat(platform.json(platform.page().resolve("/api/v1/trials/" + low))
                        .path("place")
                        .path("place")
                        .asInt())
                .isEqualTo(1);
        Files.delete(platform.faults());
        platform.post("workers/" + worker + ":undrain", "{}");
        JsonNode ended = platform.awaitState(low, "SUCCEEDED");

        assertThat(ended.path("weightsSha256")).isEqualTo(undisturbed.path("weightsSha256"));
        assertThat(platform.trainingPoints(ended.path("mlflowRunId").asText()))
                .isEqualTo(
                        platform.trainingPoints(undisturbed.path("mlflowRunId").asText()));
    }

    private static String experiment(Platform platform, String trial) {
        return platform.json(platform.page().resolve("/api/v1/trials/" + trial))
                .path("experiment")
                .asText();
    }

    private static String state(Platform platform, String trial) {
        return platform.json(platform.page().resolve("/api/v1/trials/" + trial))
                .path("state")
                .asText();
    }

    private static String timeline(Platform platform, String trial) {
        return platform.json(platform.page().resolve("/api/v1/trials/" + trial + "/timeline"))
                .toString();
    }
}
