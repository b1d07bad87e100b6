package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.service.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The steps of docs/upgrading.md in the middle of a training: they cost time, and nothing else. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class RollingUpgradeIT {

    private static final int EPOCHS = 400;
    private static final String NEXT = "next-node";

    @TempDir
    private Path directory;

    @Test
    void webAndWorkersAreReplacedInTheMiddleOfATrainingAndItEndsInTheSameBytes(Platform platform) throws Exception {
        JsonNode undisturbed = platform.undisturbed("tiles-queue", 22, EPOCHS);
        String trial = platform.submit("Upgraded", "tiles-queue", EPOCHS);
        platform.awaitCheckpointInTraining(trial);
        String old = platform.awaitWorkerInTraining(trial);

        newerSchema(platform, true);
        ProcessIdentity web = platform.launcher().process("web").identity();
        ProcessEnding.signal(web, "-TERM");
        platform.launcher().awaitRestart("web", web, Duration.ofMinutes(2));
        assertThat(state(platform, trial)).as("no worker was disturbed").isEqualTo("TRAINING");

        ProcessIdentity first = platform.launcher().process("worker-cpu").identity();
        try (SecondWorker second = new SecondWorker(
                first, directory, Map.of("LOUPE_WORKER_NAME", NEXT, "LOUPE_WORKER_VERSION", "2-next"))) {
            platform.post("workers/" + old + ":drain", "{}");
            JsonNode taken = platform.await(
                    trial,
                    json -> json.path("state").asText().equals("TRAINING")
                            && Platform.worker(json.path("worker").asText()).equals(NEXT + "/cpu"));
            assertThat(taken.path("attempt").asInt()).as("drained, not lost").isEqualTo(1);
            Await.until(() -> versions(platform).containsKey(NEXT + "/cpu"), Duration.ofSeconds(30), () -> versions(
                            platform)
                    .toString());
            assertThat(versions(platform)).containsEntry(NEXT + "/cpu", "2-next");
            assertThat(versions(platform).get(old)).isNotBlank().isNotEqualTo("2-next");
            assertThat(platform.text(platform.page().resolve("/workers"))).contains("2-next");

            JsonNode ended = platform.awaitState(trial, "SUCCEEDED");
            assertThat(ended.path("weightsSha256").asText())
                    .hasSize(64)
                    .isEqualTo(undisturbed.path("weightsSha256").asText());
            assertThat(ended.path("metrics")).isEqualTo(undisturbed.path("metrics"));
            assertThat(platform.trainingPoints(ended.path("mlflowRunId").asText()))
                    .isEqualTo(platform.trainingPoints(
                            undisturbed.path("mlflowRunId").asText()));
            assertThat(platform.json(platform.page().resolve("/api/v1/trials/" + trial + "/timeline"))
                            .toString())
                    .contains(old, NEXT);
        } finally {
            newerSchema(platform, false);
            platform.post("workers/" + old + ":undrain", "{}");
        }
        platform.awaitSound();
    }

    /** Whether the schema was brought forward by a migration that the running web does not know. */
    private static void newerSchema(Platform platform, boolean there) throws SQLException {
        Database database = SoundStack.endpoints(platform.launcher()).database();
        try (Connection connection =
                        DriverManager.getConnection(database.url(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(there ? """
                              insert into flyway_schema_history (installed_rank, version, description, type, script,
                                  checksum, installed_by, execution_time, success)
                              values (999, '999', 'of a later version', 'SQL', 'V999__later.sql', 1, 'loupe', 1, true)""" : "delete from flyway_schema_history where version = '999'");
        }
    }

    private static String state(Platform platform, String trial) {
        return platform.json(platform.page().resolve("/api/v1/trials/" + trial))
                .path("state")
                .asText();
    }

    /** Versions of the workers, by {@code <host>/<device>}. */
    private static Map<String, String> versions(Platform platform) {
        Map<String, String> versions = new HashMap<>();
        platform.json(platform.page().resolve("/api/v1/workers"))
                .path("workers")
                .forEach(one -> {
                    JsonNode worker = one.path("worker");
                    versions.put(
                            Platform.worker(worker.path("identity").asText()),
                            worker.path("version").asText());
                });
        return versions;
    }
}
