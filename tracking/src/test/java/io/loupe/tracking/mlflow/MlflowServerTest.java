package io.loupe.tracking.mlflow;

import static io.loupe.tracking.mlflow.MlflowRunTrackerTest.description;
import static io.loupe.tracking.mlflow.MlflowRunTrackerTest.points;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.tracking.Json;
import io.loupe.tracking.Parallel;
import io.loupe.tracking.Tracking;
import io.loupe.tracking.checkpoint.CheckpointStore.Draft;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.mlflow.RunTracker.Run;
import io.loupe.tracking.testing.MlflowServer;
import io.loupe.tracking.testing.S3Server;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.tracking.MlflowClient;

/** The same as the fake promises, on a real MLflow server with its artifacts on a real S3 server. */
@Tag("slow")
class MlflowServerTest {
    @TempDir
    static Path folder;

    private static S3Server s3;
    private static MlflowServer server;
    private static Tracking tracking;
    private static MlflowClient client;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> python = MlflowServer.python();
        if (python.isEmpty()) {
            System.err.println(
                    "SKIPPED: MlflowServerTest needs a Python with mlflow: set LOUPE_PYTHON or run ./loupe up once");
        }
        assumeTrue(python.isPresent(), "no Python with mlflow: set LOUPE_PYTHON or run ./loupe up once");
        s3 = S3Server.start(java.nio.file.Files.createDirectory(folder.resolve("s3")));
        server = MlflowServer.start(python.get(), folder, s3.settings());
        tracking = Tracking.open(s3.settings(), server.url());
        tracking.objects().ensureBucket();
        client = new MlflowClient(server.url().toString());
    }

    @AfterAll
    static void stop() throws Exception {
        if (tracking != null) {
            client.close();
            tracking.close();
        }
        if (server != null) {
            server.close();
        }
        if (s3 != null) {
            s3.close();
        }
    }

    @Test
    void runsAreNestedTaggedAndShowTheirDataset() throws Exception {
        Run run = tracking.runs().ensureRun(description("nested", Map.of("vae.beta", "0.1", "empty", "")));

        var stored = client.getRun(run.runId());
        assertThat(stored.getInfo().getRunName()).isEqualTo("screw / vae / seed 1");
        assertThat(stored.getData().getTagsList())
                .anySatisfy(tag -> {
                    assertThat(tag.getKey()).isEqualTo("mlflow.parentRunId");
                    assertThat(client.getRun(tag.getValue()).getInfo().getRunName())
                            .isEqualTo("experiment");
                })
                .anySatisfy(tag -> assertThat(tag.getKey() + tag.getValue()).isEqualTo("loupe.armvae"));
        assertThat(stored.getData().getParamsList()).hasSize(2);
        assertThat(client.getExperiment(run.experimentId()).getName()).isEqualTo("loupe/Which loss? (e1)");
        JsonNode inputs = get("runs/get?run_id=" + run.runId()).at("/run/inputs/dataset_inputs");
        assertThat(inputs).hasSize(1);
        assertThat(inputs.at("/0/dataset/name").asText()).isEqualTo("mvtec-ad");

        assertThat(tracking.runs().ensureRun(description("nested", Map.of("vae.beta", "0.1", "empty", ""))))
                .isEqualTo(run);
        assertThat(get("runs/get?run_id=" + run.runId()).at("/run/inputs/dataset_inputs"))
                .hasSize(1);
    }

    @Test
    void callersAtOnceGetOneRun() {
        List<Run> runs = Parallel.map(List.of(1, 2, 3, 4, 5, 6), 6, caller -> {
            try (Tracking own = Tracking.open(s3.settings(), server.url())) {
                return own.runs().ensureRun(description("at-once", Map.of("a", "1")));
            }
        });

        assertThat(runs).containsOnly(runs.getFirst());
        assertThat(client.searchRuns(List.of(runs.getFirst().experimentId()), "tags.\"loupe.trial\" = 'at-once'"))
                .hasSize(1);
    }

    @Test
    void pointsSentTwiceAreThereOnceAndOddValuesArrive() {
        Run run = tracking.runs().ensureRun(description("points", Map.of()));
        List<MetricPoint> points = new java.util.ArrayList<>(points(1, 2300));
        points.add(new MetricPoint("eval/odd value-1.0", Double.NaN, 1, 7));
        points.add(new MetricPoint("eval/odd value-1.0", Double.POSITIVE_INFINITY, 2, 7));

        tracking.runs().log(run.runId(), points);
        tracking.runs().log(run.runId(), points);

        List<MetricPoint> arrived = client.getMetricHistory(run.runId(), "train/loss").stream()
                .map(metric ->
                        new MetricPoint(metric.getKey(), metric.getValue(), metric.getStep(), metric.getTimestamp()))
                .toList();
        assertThat(arrived).containsExactlyInAnyOrderElementsOf(points(1, 2300));
        assertThat(client.getMetricHistory(run.runId(), "eval/odd value-1.0")).hasSize(2);
    }

    @Test
    void aRunEndsOpensAgainAndForgetsItsEnd() throws Exception {
        Run run = tracking.runs().ensureRun(description("status", Map.of()));

        tracking.runs().setStatus(run.runId(), "FAILED");
        JsonNode failed = get("runs/get?run_id=" + run.runId()).at("/run/info");
        assertThat(failed.at("/status").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/end_time").asLong()).isPositive();

        tracking.runs().setStatus(run.runId(), "RUNNING");
        JsonNode running = get("runs/get?run_id=" + run.runId()).at("/run/info");
        assertThat(running.at("/status").asText()).isEqualTo("RUNNING");
        assertThat(running.at("/end_time").asLong(0)).isZero();

        tracking.runs().setStatus(run.runId(), "FINISHED");
        assertThat(client.getRun(run.runId()).getInfo().getStatus().name()).isEqualTo("FINISHED");
    }

    @Test
    void aDeletedRunIsRestoredWhenItIsWrittenTo() {
        Run run = tracking.runs().ensureRun(description("deleted", Map.of()));
        client.deleteRun(run.runId());

        tracking.runs().log(run.runId(), points(1, 2));

        assertThat(client.getRun(run.runId()).getInfo().getLifecycleStage()).isEqualTo("active");
        client.deleteExperiment(run.experimentId());
        assertThat(tracking.runs().ensureRun(description("deleted", Map.of()))).isEqualTo(run);
        assertThat(client.getExperiment(run.experimentId()).getLifecycleStage()).isEqualTo("active");
    }

    @Test
    void filesWrittenToTheBucketAreTheRunsArtifacts() throws Exception {
        Run run = tracking.runs().ensureRun(description("files", Map.of()));

        tracking.artifacts().put(run.artifactRoot(), "heat_maps/scratch/000.png", new byte[] {1, 2, 3});
        tracking.artifacts().put(run.artifactRoot(), "metrics.json", "{}".getBytes(UTF_8));

        JsonNode files = get("artifacts/list?run_id=" + run.runId()).at("/files");
        assertThat(files)
                .extracting(file -> file.get("path").asText())
                .containsExactlyInAnyOrder("heat_maps", "metrics.json");
    }

    @Test
    void publishedChunksArriveInOrder() {
        Manifest manifest = null;
        for (long step = 10; step <= 50; step += 10) {
            manifest = tracking.checkpoints()
                    .publish(
                            Optional.ofNullable(manifest),
                            new Draft("delivered", step, 50, 1, Map.of("device", "cpu")),
                            Map.of("weights", ("w" + step).getBytes(UTF_8)),
                            points(step - 9, step));
        }

        try (LogDelivery delivery = tracking.deliver(description("delivered", Map.of()))) {
            assertThat(delivery.drain(Duration.ofSeconds(60))).isTrue();

            String runId = delivery.status().run().orElseThrow().runId();
            assertThat(client.getMetricHistory(runId, "train/loss"))
                    .extracting(metric -> metric.getStep())
                    .containsExactlyElementsOf(
                            points(1, 50).stream().map(MetricPoint::step).toList());
        }
    }

    private static JsonNode get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/api/2.0/mlflow/" + path))
                    .build();
            return Json.read(http.send(request, BodyHandlers.ofByteArray()).body(), JsonNode.class);
        }
    }
}
