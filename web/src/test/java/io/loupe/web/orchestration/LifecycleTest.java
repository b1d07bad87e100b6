package io.loupe.web.orchestration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.TemporalResource;
import io.loupe.web.TestData;
import io.loupe.web.catalogue.OutboxEntry;
import io.loupe.web.catalogue.OutboxKind;
import io.loupe.web.catalogue.OutboxRepository;
import io.loupe.web.config.LoupeConfig;
import io.loupe.workflows.WorkflowNames;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trials from submission to their end, with Temporal's test server and a worker that trains nothing. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(TemporalResource.class)
class LifecycleTest {
    @Inject
    TestData data;

    @Inject
    LoupeConfig config;

    @Inject
    OutboxRepository outbox;

    @Inject
    TemporalDelivery delivery;

    @Inject
    WorkflowLookup lookup;

    @Inject
    TemporalConnection temporal;

    @Inject
    ObjectStore objects;

    private FakeWorker worker;

    @BeforeEach
    void start() {
        data.dataset("washers", "washer");
        worker = new FakeWorker(config.temporal().address(), config.temporal().namespace());
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    private static UUID submit(String name) {
        return UUID.fromString(given().contentType("application/yaml")
                .body(TestData.document(name, "washers").getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    private static String experimentState(UUID id) {
        return given().get("/api/v1/experiments/" + id).path("state");
    }

    private static List<String> trials(UUID experiment) {
        return given().get("/api/v1/experiments/" + experiment).path("cells.trial");
    }

    private static String state(String trial) {
        return given().get("/api/v1/trials/" + trial).path("state");
    }

    private static List<String> events(String trial) {
        return given().get("/api/v1/trials/" + trial + "/timeline").path("entries.event");
    }

    private static void waitFor(String trial, String state) {
        Eventually.holds(() -> state(trial).equals(state), () -> given().get("/api/v1/trials/" + trial)
                .asString());
    }

    private static void waitForExperiment(UUID id, String state) {
        Eventually.holds(() -> experimentState(id).equals(state), () -> given().get("/api/v1/experiments/" + id)
                .asString());
    }

    @Test
    void anExperimentRunsToItsEnd() {
        UUID id = submit("To the end");

        waitForExperiment(id, "SUCCEEDED");

        String trial = trials(id).getFirst();
        given().get("/api/v1/trials/" + trial)
                .then()
                .body("metrics.'eval/au_pro_0.3'", equalTo(0.8f))
                .body("evaluatedStep", equalTo((int) FakeWorker.STEPS))
                .body("mlflowRunId", equalTo("run-" + trial))
                .body("links.mlflow", equalTo(config.mlflow().url() + "/#/runs/run-" + trial));
        assertThat(events(trial))
                .startsWith("submitted")
                .contains("queued", "prepared", "trained")
                .endsWith("succeeded");
        Eventually.holds(
                () -> !lookup.running(WorkflowNames.experimentWorkflow(id.toString())),
                () -> "its workflow still runs");
    }

    @Test
    void aTrialThatFailsNeedsAttentionAndIsResumed() {
        worker.failing.add("Not a number");
        UUID id = submit("Not a number");
        waitForExperiment(id, "NEEDS_ATTENTION");
        String trial = trials(id).getFirst();
        waitFor(trial, "NEEDS_ATTENTION");
        given().get("/api/v1/trials/" + trial)
                .then()
                .body("failure.failureClass", equalTo("NUMERICS"))
                .body("failure.place", equalTo("step 42"))
                .body("failure.advice", equalTo("Lower the learning rate."));

        worker.failing.clear();
        for (String each : trials(id)) {
            waitFor(each, "NEEDS_ATTENTION");
            given().post("/api/v1/trials/" + each + ":resume").then().statusCode(202);
        }

        waitForExperiment(id, "SUCCEEDED");
        assertThat(events(trial))
                .contains("failed", "resume-requested", "resumed")
                .endsWith("succeeded");
        given().post("/api/v1/trials/" + trial + ":resume").then().statusCode(409);
    }

    @Test
    void aTrialThatNeedsAttentionIsGivenUp() {
        worker.failing.add("Hopeless");
        UUID id = submit("Hopeless");

        for (String trial : trials(id)) {
            waitFor(trial, "NEEDS_ATTENTION");
            given().post("/api/v1/trials/" + trial + ":giveUp").then().statusCode(202);
        }

        waitForExperiment(id, "FAILED");
    }

    @Test
    void aCancelledTrialIsResumedByANewWorkflow() {
        worker.holding.add("Second thoughts");
        UUID id = submit("Second thoughts");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");

        given().post("/api/v1/trials/" + trial + ":cancel").then().statusCode(202);
        waitFor(trial, "CANCELLED");
        worker.holding.clear();
        given().post("/api/v1/trials/" + trial + ":resume").then().statusCode(202);

        waitForExperiment(id, "SUCCEEDED");
        assertThat(events(trial)).contains("cancel-requested", "cancelled", "resume-requested", "requeued");
    }

    @Test
    void aTrialWhoseWorkflowWasTerminatedIsResumedByANewOne() {
        worker.holding.add("Terminated");
        UUID id = submit("Terminated");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");

        temporal.client()
                .newUntypedWorkflowStub(WorkflowNames.trialWorkflow(trial))
                .terminate("by a test");
        Eventually.holds(
                () -> !lookup.running(WorkflowNames.trialWorkflow(trial)), () -> "the trial's workflow still runs");
        worker.holding.clear();
        given().post("/api/v1/trials/" + trial + ":resume").then().statusCode(202);

        waitForExperiment(id, "SUCCEEDED");
        assertThat(events(trial)).contains("requeued");
    }

    @Test
    void cancellingAnExperimentEndsEveryTrial() {
        worker.holding.add("Everything stops");
        UUID id = submit("Everything stops");
        trials(id).forEach(trial -> waitFor(trial, "TRAINING"));

        given().post("/api/v1/experiments/" + id + ":cancel").then().statusCode(202);

        waitForExperiment(id, "CANCELLED");
        given().post("/api/v1/experiments/" + id + ":cancel").then().statusCode(409);
    }

    @Test
    void aRunningTrialShowsItsHeartbeatAndItsWorker() {
        worker.holding.add("Alive");
        UUID id = submit("Alive");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");
        Eventually.holds(
                () -> given().get("/api/v1/trials/" + trial).path("progress.step") != null,
                () -> given().get("/api/v1/trials/" + trial).asString());

        given().get("/api/v1/trials/" + trial)
                .then()
                .body("progress.phase", equalTo("training"))
                .body("progress.step", equalTo(40))
                .body("progress.losses.'train/loss'", equalTo(0.5f))
                .body("etaSeconds", equalTo(6))
                .body("worker", equalTo(FakeWorker.IDENTITY));
        given().get("/api/v1/trials/" + trial + "/metrics")
                .then()
                .statusCode(200)
                .body("publishedStep", equalTo(0))
                .body("series.'train/loss'.step", hasItem(40));
        given().post("/api/v1/trials/" + trial + ":resume").then().statusCode(409);
        worker.holding.clear();
        waitForExperiment(id, "SUCCEEDED");
    }

    @Test
    void watchersOfATrialAreToldItsProgressAsServerSentEvents() throws Exception {
        worker.holding.add("Watched");
        UUID id = submit("Watched");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1/trials/" + trial + "/events"))
                .timeout(Duration.ofSeconds(20))
                .build();

        try (HttpClient http = HttpClient.newHttpClient();
                Stream<String> lines =
                        http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            Optional<String> progress = lines.filter(line -> line.startsWith("data:"))
                    .filter(line -> line.contains("\"step\":40"))
                    .findFirst();

            assertThat(progress)
                    .get()
                    .asString()
                    .contains("\"state\":\"TRAINING\"")
                    .contains(trial);
            lines.close();
            http.shutdownNow();
        }
        worker.holding.clear();
        waitForExperiment(id, "SUCCEEDED");
    }

    @Test
    void tellingTemporalTwiceStartsOneWorkflow() {
        UUID id = submit("Told twice");
        waitForExperiment(id, "SUCCEEDED");
        String run = lookup.describe(WorkflowNames.experimentWorkflow(id.toString()))
                .orElseThrow()
                .getWorkflowExecutionInfo()
                .getExecution()
                .getRunId();

        delivery.accept(new OutboxEntry(0, OutboxKind.START_EXPERIMENT, id, "tests", Instant.now(), 0));

        assertThat(lookup.describe(WorkflowNames.experimentWorkflow(id.toString()))
                        .orElseThrow()
                        .getWorkflowExecutionInfo()
                        .getExecution()
                        .getRunId())
                .isEqualTo(run);
        assertThat(outbox.waiting(id)).isFalse();
    }

    @Test
    void anImportEndsInTheCatalogue() {
        String version = "%064x".formatted(77);
        worker.importer = spec -> TestData.outcome(version, "left", "right");

        String location = importFolder("pairs");

        waitForImport(location, "SUCCEEDED");
        given().get("/api/v1/datasets/pairs")
                .then()
                .body("version", equalTo(version))
                .body("categories.name", equalTo(List.of("left", "right")))
                .body("images", equalTo(260));
    }

    @Test
    void anImportWithErrorsPublishesNothing() {
        String report = "{\"usable\": false, \"problems\": [{\"path\": \"the whole list\"}]}";
        worker.importer = spec -> {
            objects.put("datasets/report.json", report.getBytes(StandardCharsets.UTF_8), "application/json");
            return FakeWorker.refused("a/train/good/1.png", "file is cut off");
        };

        String location = importFolder("cut-off");

        waitForImport(location, "REFUSED");
        given().get(location)
                .then()
                .body("problems[0].path", equalTo("a/train/good/1.png"))
                .body("links.report", equalTo("/api/v1/datasets/cut-off/report"))
                .body("message", equalTo("Nothing was published: 1 error to mend, then import the folder again"));
        assertThat(given().get("/api/v1/datasets/cut-off/report").asString()).isEqualTo(report);
        given().get("/api/v1/datasets/cut-off").then().statusCode(200).body("version", equalTo(null));
    }

    @Test
    void anImportThatCannotBeDoneSaysWhy() {
        worker.importer = spec -> {
            throw FakeWorker.broken(spec.folder() + " does not exist");
        };

        String location = importFolder("missing");

        waitForImport(location, "FAILED");
        given().get(location).then().body("message", equalTo("/data/missing does not exist"));
        given().get("/api/v1/datasets/missing/report")
                .then()
                .statusCode(404)
                .body("detail", containsString("/data/missing does not exist"));
    }

    @Test
    void anImportTellsHowFarItIsAndEndsWhenItIsStopped() {
        worker.importer = spec -> FakeWorker.importUntilStopped();

        String location = importFolder("endless");

        Eventually.holds(() -> given().get(location).path("progress.done") != null, () -> given().get(location)
                .asString());
        given().get(location)
                .then()
                .body("progress.done", equalTo(703))
                .body("progress.total", equalTo(706))
                .body("progress.phase", equalTo("checking"));
        given().get("/datasets").then().body(containsString("703 of 706 files read"));
        given().get("/datasets/endless").then().body(containsString("<b>703</b> of 706 files read"));
        given().get("/api/v1/datasets/endless/report").then().statusCode(404);

        given().post(location + ":cancel").then().statusCode(202);
        waitForImport(location, "FAILED");

        given().get("/datasets/endless").then().body(containsString("The import was stopped."));
        given().get(location).then().body("message", containsString("nothing is published"));
        given().post(location + ":cancel").then().statusCode(409);
        given().post("/datasets/endless/stop").then().statusCode(200).body(containsString("Nothing was changed"));
    }

    @Test
    void whileAnAttemptIsRetriedThePageSaysWhyTheOneBeforeEnded() {
        worker.stumbling.add("Stumbles once");
        worker.holding.add("Stumbles once");

        String trial = trials(submit("Stumbles once")).getFirst();

        Eventually.holds(
                () -> given().get("/trials/" + trial)
                        .asString()
                        .contains("Attempt 1 ended: the store was away. Attempt 2 is under way"),
                () -> given().get("/trials/" + trial).asString());
    }

    private static String importFolder(String name) {
        return given().contentType("application/json")
                .body("{\"name\": \"" + name + "\", \"folder\": \"/data/" + name + "\"}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(201)
                .extract()
                .header("Location")
                .replaceFirst(".*/api", "/api");
    }

    private static void waitForImport(String location, String state) {
        Eventually.holds(() -> given().get(location).path("state").equals(state), () -> given().get(location)
                .asString());
    }
}
