package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.add;
import static io.loupe.web.orchestration.Requests.ask;
import static io.loupe.web.orchestration.Requests.state;
import static io.loupe.web.orchestration.Requests.submit;
import static io.loupe.web.orchestration.Requests.submitHeld;
import static io.loupe.web.orchestration.Requests.trials;
import static io.loupe.web.orchestration.Requests.waitFor;
import static io.loupe.web.orchestration.Requests.waitForExperiment;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.TemporalResource;
import io.loupe.web.TestData;
import io.loupe.web.config.LoupeConfig;
import io.loupe.workflows.WorkflowNames;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people ask of a whole experiment, whose trials are at work, wait, have failed or are gone. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(TemporalResource.class)
class ExperimentVerbsLifecycleTest {
    @Inject
    TestData data;

    @Inject
    LoupeConfig config;

    @Inject
    TemporalConnection temporal;

    @Inject
    WorkflowLookup lookup;

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
    void aWholeExperimentIsPausedAndResumedTrialsInTheWindowToo() {
        UUID id = submitHeld(worker, "All pause", "run: { parallel: 1 }");
        List<String> trials = trials(id);

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
        // The server in memory fails workflow tasks that cancel an activity which has just ended (ACTIVITY_UNKNOWN).
        trials(id).subList(2, 4).forEach(added -> waitFor(added, "TRAINING"));
        given().post("/api/v1/experiments/" + id + ":cancel").then().statusCode(202);
        waitForExperiment(id, "CANCELLED");
    }

    @Test
    void anExperimentWhoseWorkflowsAreAllGoneGoesOn() {
        UUID id = submitHeld(worker, "Temporal is new", "run: { parallel: 1 }");

        temporal.client()
                .newUntypedWorkflowStub(WorkflowNames.experimentWorkflow(id.toString()))
                .terminate("by a test");
        temporal.client()
                .newUntypedWorkflowStub(WorkflowNames.trialWorkflow(trials(id).getFirst()))
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
    void thePriorityOfWhatWaitsCanBeChanged() {
        UUID id = submitHeld(worker, "More urgent", "run: { parallel: 1 }");
        String trial = trials(id).getFirst();

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
}
