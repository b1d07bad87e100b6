package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.client.TrialView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The whole stack, started once for all tests that need it, and what they ask of it. */
final class Platform implements AutoCloseable {

    private static final Duration TRIAL = Duration.ofMinutes(5);

    /** Small enough for seconds, long enough to be killed in. */
    private static final String DOCUMENT = """
            loupe: 1
            name: "%s"
            data:
              - dataset: %s
            arms:
              - name: tiny
                detector: vt-adl
                preset: quick
                settings:
                  epochs: %d
                  batchSize: 4
                  gaussians: 2
                  network: { width: 32, depth: 1, heads: 2, headWidth: 16, mlpWidth: 32 }
            seeds: [7]
            run: { checkpoint: { every: 1s } }
            """;

    private static final Set<String> RESTING = Set.of("SUCCEEDED", "NEEDS_ATTENTION", "CANCELLED", "GIVEN_UP");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, JsonNode> undisturbed = new HashMap<>();
    private final Launcher launcher;
    private final Path directory;

    Platform(Path directory) {
        this(directory, 1);
    }

    /** @param workers each with one thread */
    Platform(Path directory, int workers) {
        this.directory = directory;
        this.launcher = new Launcher(directory.resolve("home"))
                .with("LOUPE_WORKER_FAULTS_FILE", directory.resolve("faults").toString())
                .with("LOUPE_WORKER_THREADS", "1");
        launcher.up("--workers", Integer.toString(workers));
    }

    Launcher launcher() {
        return launcher;
    }

    /** File that makes the worker fail where it says; there is none at first. */
    Path faults() {
        return directory.resolve("faults");
    }

    URI page() {
        return URI.create(launcher.stack().addresses().get("Loupe"));
    }

    LoupeApi api() {
        return new LoupeApi(page());
    }

    /** Writes a small dataset and imports it through the launcher. */
    void importDataset(String name, long seed) {
        Path folder = TinyDataset.write(directory.resolve("datasets").resolve(name), seed);
        importFolder(name, folder);
    }

    /** The same with categories {@code tile-1}, {@code tile-2}, ... */
    void importDataset(String name, long seed, int categories) {
        Path folder = directory.resolve("datasets").resolve(name);
        for (int i = 1; i <= categories; i++) {
            TinyDataset.write(folder, TinyDataset.CATEGORY + "-" + i, seed + i);
        }
        importFolder(name, folder);
    }

    private void importFolder(String name, Path folder) {
        Launcher.Result result = launcher.run("import", folder.toString(), "--name", name);
        assertThat(result.code()).as(result.output()).isZero();
    }

    /** A trial that was left alone, trained once for all tests that compare with it; its dataset is imported before. */
    JsonNode undisturbed(String dataset, long seed, int epochs) {
        return undisturbed.computeIfAbsent(dataset + ", " + epochs + " epochs", key -> {
            importDataset(dataset, seed);
            return awaitState(submit("Left alone", dataset, epochs), "SUCCEEDED");
        });
    }

    /** Submits an experiment of one trial and returns that trial's id. */
    String submit(String name, String dataset, int epochs) {
        return submit(DOCUMENT.formatted(name, dataset, epochs));
    }

    /** Submits a document of one trial and returns that trial's id. */
    String submit(String document) {
        String experiment = api().submit(document);
        List<TrialView> trials = api().experiment(experiment).trials();
        assertThat(trials).hasSize(1);
        return trials.getFirst().id();
    }

    /** Waits until the trial's document, as the API shows it, is as wanted. */
    JsonNode await(String trial, Predicate<JsonNode> wanted) {
        JsonNode[] last = new JsonNode[1];
        Await.until(
                () -> {
                    last[0] = json(page().resolve("/api/v1/trials/" + trial));
                    return wanted.test(last[0]);
                },
                TRIAL,
                () -> last[0] + "\n" + story(trial));
        return last[0];
    }

    /** What a person would look at next: the trial's timeline, and what launcher and worker have said. */
    private String story(String trial) {
        return "timeline: %s%n%s%n%s"
                .formatted(
                        json(page().resolve("/api/v1/trials/" + trial + "/timeline")),
                        launcher.printed(),
                        launcher.lastLines("worker-cpu", 60));
    }

    JsonNode awaitState(String trial, String state) {
        return await(trial, json -> {
            String now = json.path("state").asText();
            if (RESTING.contains(now) && !now.equals(state)) {
                throw new AssertionError("stands in " + now + ": " + json.path("failure"));
            }
            return now.equals(state);
        });
    }

    /** Waits until training has published a checkpoint and is not near its end. */
    void awaitCheckpointInTraining(String trial) {
        await(trial, json -> {
            assertThat(json.path("state").asText()).isNotIn("EVALUATING", "SUCCEEDED", "NEEDS_ATTENTION");
            return json.path("progress").path("checkpointStep").asLong() > 0;
        });
    }

    /** Waits until a worker trains it, and returns that worker's name, {@code <host>/<device>}. */
    String awaitWorkerInTraining(String trial) {
        JsonNode training = await(
                trial,
                json -> json.path("state").asText().equals("TRAINING")
                        && json.path("worker").isTextual());
        return worker(training.path("worker").asText());
    }

    /** A worker's name: its identity without the process's number. */
    static String worker(String identity) {
        return identity.replaceAll("/\\d+$", "");
    }

    /** GETs JSON; a missing node if there is no answer. */
    JsonNode json(URI address) {
        try {
            return get(address, "application/json").map(this::parse).orElse(mapper.missingNode());
        } catch (IOException e) {
            return mapper.missingNode(); // it is just being started again
        }
    }

    /** POSTs JSON below {@code /api/v1/}, and is told that it was taken. */
    void post(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(page().resolve("/api/v1/" + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(202);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** GETs a page as a browser does. */
    String text(URI address) throws IOException {
        return get(address, "text/html").orElseThrow(() -> new AssertionError(address + " is not answered with 200"));
    }

    /** Whether it is answered with 200, as a page or, below {@code /api/}, as JSON. */
    boolean look(URI address) {
        try {
            return get(address, address.getPath().startsWith("/api/") ? "application/json" : "text/html")
                    .isPresent();
        } catch (IOException e) {
            throw new AssertionError(address.toString(), e);
        }
    }

    private Optional<String> get(URI address, String type) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofSeconds(20))
                .header("Accept", type)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private JsonNode parse(String text) {
        try {
            return mapper.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Every metric of a run that training recorded, with its points in the order of their steps. */
    Map<String, List<String>> trainingPoints(String run) {
        URI mlflow = URI.create(launcher.stack().addresses().get("MLflow"));
        Map<String, List<String>> points = new TreeMap<>();
        json(mlflow.resolve("/api/2.0/mlflow/runs/get?run_id=" + run))
                .path("run")
                .path("data")
                .path("metrics")
                .findValuesAsText("key")
                .stream()
                .filter(key -> key.startsWith("train/"))
                .forEach(key -> points.put(
                        key,
                        mlflowPoints(run, key).stream()
                                .sorted(Comparator.comparing(point -> Long.valueOf(point.split("=", 2)[0])))
                                .toList()));
        return points;
    }

    /** Ids of all experiments, newest first. */
    List<String> experiments() {
        return json(page().resolve("/api/v1/experiments")).findValuesAsText("id");
    }

    /** Every recorded point of a metric, in MLflow's own order, as {@code step=value}. */
    List<String> mlflowPoints(String run, String metric) {
        URI mlflow = URI.create(launcher.stack().addresses().get("MLflow"));
        JsonNode history = json(mlflow.resolve(
                "/api/2.0/mlflow/metrics/get-history?max_results=25000&run_id=" + run + "&metric_key=" + metric));
        return history.path("metrics")
                .valueStream()
                .map(point ->
                        point.path("step").asLong() + "=" + point.path("value").asDouble())
                .toList();
    }

    /** Every promise holds, whatever the tests have done to it. */
    void awaitSound() {
        SoundStack.awaitSound(launcher);
    }

    @Override
    public void close() {
        launcher.down();
    }
}
