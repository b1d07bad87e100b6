package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.events;
import static io.loupe.web.orchestration.Requests.submit;
import static io.loupe.web.orchestration.Requests.trials;
import static io.loupe.web.orchestration.Requests.waitFor;
import static io.loupe.web.orchestration.Requests.waitForExperiment;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

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
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
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
                .body("failure.advice", equalTo("Lower the learning rate."))
                .body("failure.log", hasItem("checkpoint of step 40 is published"));

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
}
