package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets the one device when, on the whole stack: giving way and draining cost time, and nothing else. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class SchedulingIT {

    /** Long enough, a quarter of a second for each of its two steps, to be interrupted more than once. */
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
        assertThat(place(platform, low)).isEqualTo(1);
        Files.delete(platform.faults());
        platform.post("workers/" + worker + ":undrain", "{}");
        JsonNode ended = platform.awaitState(low, "SUCCEEDED");

        assertThat(ended.path("weightsSha256")).isEqualTo(undisturbed.path("weightsSha256"));
        assertThat(platform.trainingPoints(ended.path("mlflowRunId").asText()))
                .isEqualTo(
                        platform.trainingPoints(undisturbed.path("mlflowRunId").asText()));
    }

    @Test
    void aPausedTrainingKeepsItsPlaceAndShowsItsResultBeforeTheNextBegins(Platform platform) throws IOException {
        platform.importDataset("tiles-place", 23);
        Files.writeString(platform.faults(), SLOW);
        String paused = platform.submit("Begun", "tiles-place", EPOCHS);
        platform.awaitCheckpointInTraining(paused);
        platform.post("trials/" + paused + ":pause", "{}");
        platform.awaitState(paused, "PAUSED");
        String holder = platform.submit("Holds the device", "tiles-place", EPOCHS);
        platform.awaitCheckpointInTraining(holder);
        String late = platform.submit("Not begun", "tiles-place", 2);
        platform.await(late, json -> json.path("waitsForDevice").asBoolean());
        platform.post("trials/" + paused + ":resume", "{}");
        platform.await(paused, json -> json.path("waitsForDevice").asBoolean());
        assertThat(place(platform, paused)).isEqualTo(1);
        assertThat(place(platform, late)).isEqualTo(2);

        Files.delete(platform.faults());
        platform.post("trials/" + holder + ":cancel", "{}");
        platform.awaitState(paused, "SUCCEEDED");
        platform.awaitState(late, "SUCCEEDED");

        assertThat(since(platform, late, "PREPARING"))
                .as("the other one waited first, and had not begun")
                .isAfter(since(platform, paused, "SUCCEEDED"));
    }

    private static int place(Platform platform, String trial) {
        return platform.json(platform.page().resolve("/api/v1/trials/" + trial))
                .path("place")
                .path("place")
                .asInt();
    }

    /** When the trial first came into that state. */
    private static Instant since(Platform platform, String trial, String state) {
        JsonNode lines = platform.json(platform.page().resolve("/api/v1/trials/" + trial + "/timeline"))
                .path("entries");
        return StreamSupport.stream(lines.spliterator(), false)
                .filter(line -> line.path("state").asText().equals(state))
                .map(line -> Instant.parse(line.path("at").asText()))
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new AssertionError("never " + state + ": " + lines));
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
