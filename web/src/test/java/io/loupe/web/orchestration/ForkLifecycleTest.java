package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.fork;
import static io.loupe.web.orchestration.Requests.submit;
import static io.loupe.web.orchestration.Requests.trials;
import static io.loupe.web.orchestration.Requests.waitFor;
import static io.loupe.web.orchestration.Requests.waitForExperiment;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.PostgresResource;
import io.loupe.web.TemporalResource;
import io.loupe.web.TestData;
import io.loupe.web.config.LoupeConfig;
import io.loupe.workflows.trial.TrialOrigin;
import io.loupe.workflows.trial.TrialSpec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fork is checked, made, and run from the checkpoint of its parent. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(TemporalResource.class)
class ForkLifecycleTest {
    @Inject
    TestData data;

    @Inject
    LoupeConfig config;

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

    @Test
    void aForkBeginsWithTheChosenCheckpointOfItsParent() {
        UUID id = submit("Forked");
        waitForExperiment(id, "SUCCEEDED");
        String parent = trials(id).getFirst();
        fork(parent, "{\"settings\": {\"learningRate\": 5e-5}}").then().statusCode(409);
        FakeWorker.publish(objects, parent);

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
}
