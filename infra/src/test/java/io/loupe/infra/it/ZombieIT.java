package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two workers; the one that trains sleeps longer than the heartbeat time-out, then wakes up. */
@Timeout(900)
class ZombieIT {

    /**
     * While the first worker sleeps nobody trains, so that the training need not outlast the heartbeat time-out: only the
     * seconds in which the second publishes twice, and some more in which the first is awake again. Each of an epoch's two steps
     * takes a quarter of a second until then.
     */
    private static final int EPOCHS = 150;

    /** In it the first worker would publish some more, if it did. */
    private static final Duration AWAKE = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private Platform platform;

    @BeforeEach
    void start() {
        platform = new Platform(directory, 2);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void anAttemptThatWakesUpAfterAnotherTookOverPublishesNothingMore() throws IOException, InterruptedException {
        platform.importDataset("tiles-zombie", 5);
        Files.writeString(platform.faults(), "slow = step@*\n");
        String trial = platform.submit("Zombie", "tiles-zombie", EPOCHS);
        platform.awaitCheckpointInTraining(trial);
        ProcessIdentity first = trainer(trial);

        ProcessEnding.signal(first, "-STOP");
        int before;
        try {
            before = manifests(trial).size();
            platform.await(
                    trial,
                    json -> json.path("attempt").asInt() == 2
                            && json.path("state").asText().equals("TRAINING")
                            && manifests(trial).size() > before + 1);
        } finally {
            ProcessEnding.signal(first, "-CONT");
        }
        ProcessIdentity second = trainer(trial);
        assertThat(second).isNotEqualTo(first);
        Thread.sleep(AWAKE);
        Files.delete(platform.faults());
        platform.awaitState(trial, "SUCCEEDED");

        List<JsonNode> manifests = manifests(trial);
        assertThat(manifests.subList(0, before))
                .allSatisfy(
                        manifest -> assertThat(manifest.path("attempt").asInt()).isEqualTo(1));
        assertThat(manifests.subList(before, manifests.size()))
                .hasSizeGreaterThan(1)
                .allSatisfy(
                        manifest -> assertThat(manifest.path("attempt").asInt()).isEqualTo(2));
        assertThat(first.alive()).isTrue();
        platform.awaitSound();
    }

    /** The process whose number the trial's worker has in its name. */
    private ProcessIdentity trainer(String trial) {
        JsonNode json = platform.await(trial, now -> now.path("worker").isTextual());
        String worker = json.path("worker").asText();
        return platform.launcher().stack().processes().stream()
                .map(process -> process.identity())
                .filter(identity -> worker.endsWith("/" + identity.pid()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process of " + worker));
    }

    private List<JsonNode> manifests(String trial) {
        Path folder = platform.launcher().home().resolve("objects/loupe/checkpoints/" + trial + "/manifests");
        ObjectMapper mapper = new ObjectMapper();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> {
                        try {
                            return mapper.readTree(Files.readString(file)).path("manifest");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
