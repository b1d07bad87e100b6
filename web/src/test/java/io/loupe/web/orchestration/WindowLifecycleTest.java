package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.ask;
import static io.loupe.web.orchestration.Requests.events;
import static io.loupe.web.orchestration.Requests.submitHeld;
import static io.loupe.web.orchestration.Requests.trials;
import static io.loupe.web.orchestration.Requests.waitFor;
import static io.loupe.web.orchestration.Requests.waitForExperiment;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.TemporalResource;
import io.loupe.web.TestData;
import io.loupe.web.config.LoupeConfig;
import io.loupe.workflows.trial.TrialSpec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people ask of a trial that is in the window of its experiment's workflow and has not begun. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(TemporalResource.class)
class WindowLifecycleTest {
    @Inject
    TestData data;

    @Inject
    LoupeConfig config;

    private FakeWorker worker;
    private UUID experiment;
    private String waiting;

    @BeforeEach
    void start() {
        data.dataset("washers", "washer");
        worker = new FakeWorker(config.temporal().address(), config.temporal().namespace());
        experiment = submitHeld(worker, "In the window", "run: { parallel: 1 }");
        waiting = trials(experiment).get(1);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void aTrialThatWasCancelledBeforeItBeganIsResumedAndHasItsTurn() {
        ask(waiting, "cancel", 202);
        waitFor(waiting, "CANCELLED");

        ask(waiting, "resume", 202);
        waitFor(waiting, "QUEUED");
        worker.holding.clear();

        waitForExperiment(experiment, "SUCCEEDED");
        assertThat(events(waiting)).containsSubsequence("cancel-requested", "resumed", "queued", "succeeded");
    }

    @Test
    void aTrialThatIsRestartedBeforeItBeganKeepsItsChainOfCheckpoints() {
        ask(waiting, "restart", 202);
        Eventually.holds(() -> events(waiting).contains("restarted"), () -> events(waiting)
                .toString());
        worker.holding.clear();

        waitForExperiment(experiment, "SUCCEEDED");
        assertThat(worker.prepared.stream()
                        .filter(spec -> spec.trialId().equals(waiting))
                        .map(TrialSpec::chain))
                .containsExactly(waiting);
        given().get("/api/v1/trials/" + waiting).then().body("restarts", equalTo(0));
        given().get("/trials/" + waiting).then().body(not(containsString("Before it was restarted by")));
    }
}
