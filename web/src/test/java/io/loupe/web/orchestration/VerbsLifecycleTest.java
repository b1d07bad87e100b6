package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.ask;
import static io.loupe.web.orchestration.Requests.events;
import static io.loupe.web.orchestration.Requests.experimentState;
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
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people ask of one trial that trains or has trained, with a worker that does neither. */
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
        UUID id = submitHeld(worker, "Takes a break");
        String trial = trials(id).getFirst();

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
        UUID id = submitHeld(worker, "Paused and gone");
        String trial = trials(id).getFirst();
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
    void aTrialIsRestartedInTrainingAndAfterItsEnd() {
        UUID id = submitHeld(worker, "Begin again");
        String trial = trials(id).getFirst();

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

    private static Response extend(String trial, int to) {
        return given().contentType("application/json")
                .body("{\"to\": " + to + "}")
                .post("/api/v1/trials/" + trial + ":extend");
    }
}
