package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.process.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An experiment of many trials on the real servers, with a detector that computes nothing: what the platform itself
 * costs. {@code -Dloupe.trials=2000} makes it as large as an experiment may be; figures go to {@code
 * target/many-trials.txt}.
 */
@Timeout(3600)
class ManyTrialsIT {

    private static final int TRIALS = Integer.getInteger("loupe.trials", 104);
    private static final int ARMS = 2;
    private static final int CATEGORIES = 4;

    /** Temporal warns at 10,240 events and ends a workflow at 51,200. */
    private static final long MOST_EVENTS = 10_000;

    /** The goal for a page's latency on a quiet machine; its processor time must be below it on any. */
    private static final double MOST_MILLIS = 200;

    private static final int LOOKS = 30;

    private static final String DOCUMENT = """
            loupe: 1
            name: Many trials
            data:
              - dataset: tiles-many
            arms:
            %s
            seeds: %s
            evaluation: { heatMaps: none }
            run: { device: gpu, parallel: %d }
            """;

    private static final String ARM = "  - { name: arm %d, detector: vt-adl, preset: quick, settings: { epochs: %d } }";

    @TempDir
    private Path directory;

    private Platform platform;
    private StubWorker stub;

    @BeforeEach
    void start() {
        platform = new Platform(directory);
        stub = new StubWorker("127.0.0.1:" + platform.launcher().stack().ports().get("temporal"));
    }

    @AfterEach
    void stop() {
        stub.close();
        platform.close();
    }

    @Test
    void historiesStayShortPagesStayQuickAndEachTrialRunsOnce() throws Exception {
        platform.importDataset("tiles-many", 31, CATEGORIES);
        long databaseBefore = databaseBytes();
        long temporalBefore = temporalBytes();
        Map<String, Duration> processorBefore = processorTime();

        long began = System.nanoTime();
        String experiment = platform.api().submit(document());
        List<URI> looked = Stream.of(
                        "/experiments/" + experiment,
                        "/experiments",
                        "/",
                        "/api/v1/experiments/" + experiment,
                        "/api/v1/experiments")
                .map(platform.page()::resolve)
                .toList();
        JsonNode ended;
        Duration took;
        try (Latencies latencies = new Latencies(looked)) {
            ended = awaitEnd(experiment);
            took = Duration.ofNanos(System.nanoTime() - began);
            Map<String, Duration> processor = since(processorBefore);
            latencies.close();
            Histories histories = new Histories(platform);
            List<Histories.Run> parents = awaitRuns(histories, "WorkflowId=\"experiment-" + experiment + "\"");
            List<Histories.Run> trials =
                    awaitRuns(histories, "WorkflowType=\"Trial\" AND LoupeExperiment=\"" + experiment + "\"");
            Map<URI, Double> costs = costs(looked);
            report(took, processor, latencies, costs, parents, trials, databaseBefore, temporalBefore);

            assertThat(latencies.failures()).isEmpty();
            assertThat(costs).as("web's processor time of an answer").allSatisfy((address, millis) -> assertThat(millis)
                    .as(address.toString())
                    .isLessThan(MOST_MILLIS));
            assertThat(parents).as("runs of the experiment").hasSizeGreaterThanOrEqualTo((TRIALS + 99) / 100);
            assertThat(parents.stream().filter(Histories.Run::continuedAsNew)).hasSize(parents.size() - 1);
            assertThat(parents).allSatisfy(run -> assertThat(run.events()).isLessThan(MOST_EVENTS));
            assertThat(trials).hasSize(TRIALS).allSatisfy(run -> {
                assertThat(run.completed()).as(run.toString()).isTrue();
                assertThat(run.events()).isLessThan(MOST_EVENTS);
            });
        }
        assertThat(ended.path("counts").path("SUCCEEDED").asInt()).isEqualTo(TRIALS);
        assertThat(stub.trained()).hasSize(TRIALS);
        assertThat(stub.trainings()).isEqualTo(TRIALS);
    }

    private static String document() {
        return DOCUMENT.formatted(
                IntStream.rangeClosed(1, ARMS)
                        .mapToObj(arm -> ARM.formatted(arm, arm))
                        .collect(Collectors.joining("\n")),
                LongStream.rangeClosed(1, TRIALS / (ARMS * CATEGORIES)).boxed().toList(),
                StubWorker.SLOTS);
    }

    private JsonNode awaitEnd(String experiment) {
        JsonNode[] last = new JsonNode[1];
        Await.until(
                () -> {
                    last[0] = platform.json(platform.page().resolve("/api/v1/experiments?limit=1"))
                            .path("experiments")
                            .path(0);
                    assertThat(last[0].path("counts").path("NEEDS_ATTENTION").asInt())
                            .as("%s", last[0])
                            .isZero();
                    return last[0].path("id").asText().equals(experiment)
                            && last[0].path("state").asText().equals("SUCCEEDED");
                },
                Duration.ofMinutes(50),
                () -> String.valueOf(last[0]));
        return last[0];
    }

    private static List<Histories.Run> awaitRuns(Histories histories, String query) {
        List<?>[] last = new List<?>[1];
        List<Histories.Run> found = new ArrayList<>();
        Await.until(
                () -> {
                    List<Histories.Run> runs = histories.of(query);
                    last[0] = runs;
                    found.clear();
                    found.addAll(runs);
                    return !runs.isEmpty() && runs.stream().allMatch(run -> run.events() > 0);
                },
                Duration.ofSeconds(60),
                () -> String.valueOf(last[0]));
        return found;
    }

    private void report(
            Duration took,
            Map<String, Duration> processor,
            Latencies latencies,
            Map<URI, Double> costs,
            List<Histories.Run> parents,
            List<Histories.Run> trials,
            long databaseBefore,
            long temporalBefore)
            throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("%d trials in %.1f s, %.0f ms each".formatted(TRIALS, took.toMillis() / 1e3, each(took)));
        processor.forEach(
                (service, time) -> lines.add("processor time of %s: %.0f ms a trial".formatted(service, each(time))));
        lines.add("runs of the experiment: %d, the longest of %d events, %d bytes"
                .formatted(
                        parents.size(),
                        Histories.longest(parents).events(),
                        Histories.longest(parents).bytes()));
        lines.add("the longest trial: %d events, %d bytes"
                .formatted(
                        Histories.longest(trials).events(),
                        Histories.longest(trials).bytes()));
        lines.add("PostgreSQL: %.1f kB a trial".formatted((databaseBytes() - databaseBefore) / 1e3 / TRIALS));
        lines.add("Temporal: %.1f kB a trial".formatted((temporalBytes() - temporalBefore) / 1e3 / TRIALS));
        for (URI address : costs.keySet()) {
            lines.add(
                    "%s: %d times, median %d ms, p95 %d ms, worst %d ms, %d kB; web's processor time afterwards %.0f ms"
                            .formatted(
                                    address.getPath().replaceAll("[0-9a-f-]{36}", "ID"),
                                    latencies.count(address),
                                    latencies.millis(address, 0.5),
                                    latencies.millis(address, 0.95),
                                    latencies.millis(address, 1),
                                    latencies.bytes(address) / 1000,
                                    costs.get(address)));
        }
        Files.write(Path.of("target/many-trials.txt"), lines);
    }

    /** What one answer costs web once nothing else happens, in milliseconds of a processor. */
    private Map<URI, Double> costs(List<URI> addresses) {
        Map<URI, Double> costs = new LinkedHashMap<>();
        for (URI address : addresses) {
            Map<String, Duration> before = processorTime();
            for (int i = 0; i < LOOKS; i++) {
                assertThat(platform.look(address)).isTrue();
            }
            costs.put(address, (double) since(before).get("web").toMillis() / LOOKS);
        }
        return costs;
    }

    private static double each(Duration time) {
        return (double) time.toMillis() / TRIALS;
    }

    private Map<String, Duration> processorTime() {
        Map<String, Duration> all = new LinkedHashMap<>();
        for (String service : List.of("web", "temporal", "postgres")) {
            ProcessIdentity identity = platform.launcher().process(service).identity();
            ProcessHandle process = identity.handle().orElseThrow();
            Duration time = Stream.concat(Stream.of(process), process.descendants())
                    .flatMap(each -> each.info().totalCpuDuration().stream())
                    .reduce(Duration.ZERO, Duration::plus);
            all.put(service, time);
        }
        return all;
    }

    private Map<String, Duration> since(Map<String, Duration> before) {
        Map<String, Duration> now = processorTime();
        now.replaceAll((service, time) -> time.minus(before.get(service)));
        return now;
    }

    private long databaseBytes() {
        var database = SoundStack.endpoints(platform.launcher()).database();
        try (Connection connection =
                        DriverManager.getConnection(database.url(), database.username(), database.password());
                ResultSet row =
                        connection.createStatement().executeQuery("select pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long temporalBytes() throws IOException {
        try (Stream<Path> files = Files.list(platform.launcher().home().resolve("temporal"))) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
