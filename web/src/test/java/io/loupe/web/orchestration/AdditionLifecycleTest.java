package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.add;
import static io.loupe.web.orchestration.Requests.experimentState;
import static io.loupe.web.orchestration.Requests.submit;
import static io.loupe.web.orchestration.Requests.trials;
import static io.loupe.web.orchestration.Requests.waitForExperiment;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.TemporalResource;
import io.loupe.web.TestData;
import io.loupe.web.config.LoupeConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trials that are added to an experiment are run, by the workflow it has or by a new one. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(TemporalResource.class)
class AdditionLifecycleTest {
    @Inject
    TestData data;

    @Inject
    LoupeConfig config;

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
}
