package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.events;
import static io.loupe.web.orchestration.Requests.experimentState;
import static io.loupe.web.orchestration.Requests.state;
import static io.loupe.web.orchestration.Requests.submit;
import static io.loupe.web.orchestration.Requests.trials;
import static io.loupe.web.orchestration.Requests.waitFor;
import static io.loupe.web.orchestration.Requests.waitForExperiment;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.TemporalResource;
import io.loupe.web.TestData;
import io.loupe.web.config.LoupeConfig;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.TrialOrigin;
import io.loupe.workflows.trial.TrialSpec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do with trials and experiments, with Temporal's test server and a worker that trains nothing. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(TemporalResource.class)
class VerbsLifecycleTest {
    @Inject
    TestData data;

    @Inject
    LoupeConfig config;

    @Inject
    TemporalConnection temporal;

    @Inject
    WorkflowLookup lookup;

    @Inject
    ObjectStore objects;

    @Inject
    Leaves leaves;

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

    @Test
    void aTrialIsPausedInTrainingAndResumed() {
        worker.holding.add("Takes a break");
        UUID id = submit("Takes a break");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");

        ask(trial, "pause", 202);
        waitFor(trial, "PAUSED");
        ask(trial, "pause", 409);
        worker.holding.clear();
        waitFor(trials(id).get(1), "SUCCEEDED");
        assertThat(experimentState(id)).isEqualTo("PAUSED");
        ask(trial, "resume", 202);

        waitForExperiment(id, "SUCCEEDED");
        assertThat(events(trial))
                .containsSubsequence(
                        "pause-requested", "stopping", "paused", "resume-requested", "resumed", "succeeded");
    }

    @Test
    void aPausedTrialWhoseWorkflowIsGoneIsResumedByANewOne() {
        worker.holding.add("Paused and gone");
        UUID id = submit("Paused and gone");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");
        ask(trial, "pause", 202);
        waitFor(trial, "PAUSED");

        temporal.client()
                .newUntypedWorkflowStub(WorkflowNames.trialWorkflow(trial))
                .terminate("by a test");
        worker.holding.clear();
        ask(trial, "resume", 202);

        waitForExperiment(id, "SUCCEEDED");
        assertThat(events(trial)).contains("requeued");
    }

    @Test
    void aWholeExperimentIsPausedAndResumedTrialsInTheWindowToo() {
        worker.holding.add("All pause");
        UUID id = submit("All pause", "run: { parallel: 1 }");
        List<String> trials = trials(id);
        waitFor(trials.getFirst(), "TRAINING");

        given().post("/api/v1/experiments/" + id + ":pause")
                .then()
                .statusCode(202)
                .body("trials", equalTo(2));
        waitForExperiment(id, "PAUSED");
        trials.forEach(trial -> waitFor(trial, "PAUSED"));
        given().post("/api/v1/experiments/" + id + ":pause").then().statusCode(409);
        worker.holding.clear();
        given().post("/api/v1/experiments/" + id + ":resume").then().statusCode(202);

        waitForExperiment(id, "SUCCEEDED");
        given().post("/api/v1/experiments/" + id + ":resume").then().statusCode(409);
    }

    @Test
    void aTrialThatWasCancelledBeforeItBeganIsResumedAndHasItsTurn() {
        worker.holding.add("Cancelled in the window");
        UUID id = submit("Cancelled in the window", "run: { parallel: 1 }");
        waitFor(trials(id).getFirst(), "TRAINING");
        String waiting = trials(id).get(1);
        ask(waiting, "cancel", 202);
        waitFor(waiting, "CANCELLED");

        ask(waiting, "resume", 202);
        waitFor(waiting, "QUEUED");
        worker.holding.clear();

        waitForExperiment(id, "SUCCEEDED");
        assertThat(events(waiting)).containsSubsequence("cancel-requested", "resumed", "queued", "succeeded");
    }

    @Test
    void aTrialThatIsRestartedBeforeItBeganKeepsItsChainOfCheckpoints() {
        worker.holding.add("Restarted in the window");
        UUID id = submit("Restarted in the window", "run: { parallel: 1 }");
        waitFor(trials(id).getFirst(), "TRAINING");
        String waiting = trials(id).get(1);

        ask(waiting, "restart", 202);
        Eventually.holds(() -> events(waiting).contains("restarted"), () -> events(waiting)
                .toString());
        worker.holding.clear();

        waitForExperiment(id, "SUCCEEDED");
        assertThat(worker.prepared.stream()
                        .filter(spec -> spec.trialId().equals(waiting))
                        .map(TrialSpec::chain))
                .containsExactly(waiting);
        given().get("/api/v1/trials/" + waiting).then().body("restarts", equalTo(0));
        given().get("/trials/" + waiting).then().body(not(containsString("Before it was restarted by")));
    }

    @Test
    void anExperimentOfWhichATrialIsResumedIsNotBeingCancelledAnyMore() {
        worker.holding.add("Cancelled and resumed");
        UUID id = submit("Cancelled and resumed");
        String trial = trials(id).getFirst();
        trials(id).forEach(each -> waitFor(each, "TRAINING"));
        given().post("/api/v1/experiments/" + id + ":cancel").then().statusCode(202);
        waitForExperiment(id, "CANCELLED");
        Eventually.holds(
                () -> !lookup.running(WorkflowNames.experimentWorkflow(id.toString())),
                () -> "its workflow still runs");

        ask(trial, "resume", 202);
        waitFor(trial, "TRAINING");

        given().get("/experiments/" + id).then().body(containsString("data-opens=\"cancel\""));
        add(id, "seeds: [1, 2]").then().statusCode(202).body("added", equalTo(2));
        given().post("/api/v1/experiments/" + id + ":cancel").then().statusCode(202);
        waitForExperiment(id, "CANCELLED");
    }

    @Test
    void anExperimentWhoseWorkflowsAreAllGoneGoesOn() {
        worker.holding.add("Temporal is new");
        UUID id = submit("Temporal is new", "run: { parallel: 1 }");
        List<String> trials = trials(id);
        waitFor(trials.getFirst(), "TRAINING");

        temporal.client()
                .newUntypedWorkflowStub(WorkflowNames.experimentWorkflow(id.toString()))
                .terminate("by a test");
        temporal.client()
                .newUntypedWorkflowStub(WorkflowNames.trialWorkflow(trials.getFirst()))
                .terminate("by a test");
        given().get("/experiments/" + id).then().body(containsString("workflows of this experiment are gone"));
        worker.holding.clear();
        given().post("/api/v1/experiments/" + id + ":resume").then().statusCode(202);

        waitForExperiment(id, "SUCCEEDED");
    }

    @Test
    void onlyWhatFailedIsRetried() {
        worker.failing.add("Retry failed");
        UUID id = submit("Retry failed");
        trials(id).forEach(trial -> waitFor(trial, "NEEDS_ATTENTION"));
        worker.failing.clear();
        ask(trials(id).getFirst(), "giveUp", 202);
        waitFor(trials(id).getFirst(), "GIVEN_UP");

        given().post("/api/v1/experiments/" + id + ":retryFailed")
                .then()
                .statusCode(202)
                .body("trials", equalTo(1));

        waitFor(trials(id).get(1), "SUCCEEDED");
        assertThat(state(trials(id).getFirst())).isEqualTo("GIVEN_UP");
        given().post("/api/v1/experiments/" + id + ":retryFailed").then().statusCode(409);
    }

    @Test
    void aTrialIsRestartedInTrainingAndAfterItsEnd() {
        worker.holding.add("Begin again");
        UUID id = submit("Begin again");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");

        ask(trial, "restart", 202);
        Eventually.holds(
                () -> events(trial).contains("restarted"), () -> events(trial).toString());
        worker.holding.clear();
        waitForExperiment(id, "SUCCEEDED");
        given().get("/api/v1/trials/" + trial).then().body("restarts", equalTo(1));

        ask(trial, "restart", 202);
        Eventually.holds(
                () -> given().get("/api/v1/trials/" + trial).<Integer>path("restarts") == 2
                        && state(trial).equals("SUCCEEDED"),
                () -> events(trial).toString());
        assertThat(worker.prepared.stream()
                        .filter(spec -> spec.trialId().equals(trial))
                        .map(spec -> spec.chain().replace(trial, "")))
                .containsExactly("", "-restart-1", "-restart-2");
        given().get("/trials/" + trial).then().body(containsString("Before it was restarted by"));
    }

    @Test
    void aFinishedTrialIsExtendedWhereItsScheduleAllows() {
        UUID id = submit("Longer");
        waitForExperiment(id, "SUCCEEDED");
        String original = trials(id).getFirst();
        int epochs = given().get("/api/v1/trials/" + original).path("settings.epochs");

        extend(original, epochs).then().statusCode(422);
        extend(original, epochs + 10).then().statusCode(202);

        Eventually.holds(
                () -> worker.prepared.stream()
                        .anyMatch(spec -> spec.trialId().equals(original)
                                && spec.settings().get("epochs").equals(epochs + 10)),
                () -> worker.prepared.toString());
        waitForExperiment(id, "SUCCEEDED");
        assertThat(events(original)).containsSubsequence("succeeded", "extended", "queued", "succeeded");
    }

    @Test
    void whatIsAddedToAFinishedExperimentIsRunAndWhatItHadIsLeftAlone() {
        UUID id = submit("Grows");
        waitForExperiment(id, "SUCCEEDED");
        int before = worker.prepared.size();

        add(id, "seeds: [1, 2]").then().statusCode(202).body("added", equalTo(2));
        add(id, "seeds: [2]").then().statusCode(202).body("added", equalTo(0));
        add(id, "seeds: [x]").then().statusCode(422);
        waitForExperiment(id, "SUCCEEDED");
        assertThat(trials(id)).hasSize(4);
        add(id, "arms: [{ name: third, detector: vt-adl, preset: quick }]")
                .then()
                .statusCode(202)
                .body("added", equalTo(2));
        add(id, "arms: [{ name: vae, detector: vt-adl }]")
                .then()
                .statusCode(422)
                .body("problems[0].path", equalTo("arms[0].name"));

        Eventually.holds(
                () -> trials(id).size() == 6 && experimentState(id).equals("SUCCEEDED"),
                () -> given().get("/api/v1/experiments/" + id).asString());
        assertThat(worker.prepared.subList(before, worker.prepared.size())).hasSize(4);
    }

    @Test
    void aForkBeginsWithTheChosenCheckpointOfItsParent() {
        UUID id = submit("Forked");
        waitForExperiment(id, "SUCCEEDED");
        String parent = trials(id).getFirst();
        fork(parent, "{\"settings\": {\"learningRate\": 5e-5}}").then().statusCode(409);
        new PublishedCheckpoints(objects)
                .publish(
                        Optional.empty(),
                        new CheckpointStore.Draft(parent, 40, 100, 1, Map.of()),
                        Map.of("weights", new byte[] {1}),
                        List.of());

        fork(parent, "{\"step\": 41, \"settings\": {\"learningRate\": 5e-5}}")
                .then()
                .statusCode(409)
                .body("detail", containsString("it keeps those of 40"));
        fork(parent, "{\"settings\": {\"learningRate\": -1}}")
                .then()
                .statusCode(422)
                .body("problems[0].path", equalTo("settings.learningRate"));
        fork(parent, "{}").then().statusCode(422);
        fork(parent, "{\"settings\": {\"imageSize\": 256}}")
                .then()
                .statusCode(422)
                .body("problems[0].path", equalTo("settings.imageSize"))
                .body("problems[0].message", containsString("built into the checkpoint"));
        String fork = fork(parent, "{\"settings\": {\"learningRate\": 5e-5}}")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        waitFor(fork, "SUCCEEDED");
        TrialSpec told = worker.prepared.stream()
                .filter(spec -> spec.trialId().equals(fork))
                .findFirst()
                .orElseThrow();
        assertThat(told.origin()).contains(new TrialOrigin(parent, parent, 1, 40));
        assertThat(told.settings()).containsEntry("learningRate", 5e-5);
        given().get("/api/v1/trials/" + parent).then().body("forks", equalTo(List.of(fork)));
        given().get("/trials/" + fork).then().body(containsString("Forked from"));
        given().get("/trials/" + parent + "/fork").then().body(containsString("step 40"));
    }

    @Test
    void aWorkerThatTookItselfOutOfTheQueueIsShownAndCalledBack() {
        leaves.leave(new Leave("host-a/cpu", "host-a/cpu", 1, "three trials failed here", true));

        given().post("/api/v1/workers/host-a/cpu:drain").then().statusCode(202);
        given().get("/api/v1/workers")
                .then()
                .body("onLeave.worker", hasItem("host-a/cpu"))
                .body("onLeave.reason", hasItem("three trials failed here"));
        given().get("/workers").then().body(containsString("took itself out of the queue: three trials failed here"));

        given().post("/api/v1/workers/host-a/cpu:undrain").then().statusCode(202);
        given().post("/api/v1/workers/host-a/cpu:undrain").then().statusCode(404);
        given().post("/api/v1/workers/host-z/cpu:drain").then().statusCode(404);
        given().post("/api/v1/workers/..%2F..%2Fx:drain").then().statusCode(404);
    }

    @Test
    void thePriorityOfWhatWaitsCanBeChanged() {
        worker.holding.add("More urgent");
        UUID id = submit("More urgent", "run: { parallel: 1 }");
        String trial = trials(id).getFirst();
        waitFor(trial, "TRAINING");

        prioritise(id, "urgent").then().statusCode(400);
        prioritise(id, "high").then().statusCode(202);
        ask(trial, "pause", 202);
        waitFor(trial, "PAUSED");
        worker.holding.clear();
        ask(trial, "resume", 202);

        waitForExperiment(id, "SUCCEEDED");
        assertThat(worker.prepared.stream().filter(spec -> spec.trialId().equals(trial)))
                .last()
                .satisfies(spec -> assertThat(spec.priority()).isEqualTo(2));
        prioritise(id, "low").then().statusCode(409);
    }

    private static Response prioritise(UUID experiment, String priority) {
        return given().contentType("application/json")
                .body("{\"priority\": \"" + priority + "\"}")
                .post("/api/v1/experiments/" + experiment + ":prioritise");
    }

    private static void ask(String trial, String verb, int status) {
        given().post("/api/v1/trials/" + trial + ":" + verb).then().statusCode(status);
    }

    private static Response extend(String trial, int to) {
        return given().contentType("application/json")
                .body("{\"to\": " + to + "}")
                .post("/api/v1/trials/" + trial + ":extend");
    }

    private static Response fork(String trial, String body) {
        return given().contentType("application/json").body(body).post("/api/v1/trials/" + trial + ":fork");
    }

    private static Response add(UUID experiment, String addition) {
        return given().contentType("application/yaml")
                .body(addition.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments/" + experiment + "/trials");
    }
}
