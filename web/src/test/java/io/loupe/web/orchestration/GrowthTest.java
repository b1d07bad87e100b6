package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.submit;
import static io.loupe.web.orchestration.Requests.trials;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forks and additions to one experiment; with Temporal away, so that nothing starts. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class GrowthTest {
    @Inject
    TestData data;

    @Inject
    ObjectStore objects;

    @BeforeEach
    void dataset() {
        data.dataset("washers", "washer");
    }

    @Test
    void theNameOfAForkIsTaken() {
        UUID id = submit("Names of forks");
        fork(parent(id), "5e-5", "low-lr").then().statusCode(201);

        add(id, "arms: [{ name: fresh, detector: patchcore }, { name: low-lr, detector: patchcore }]")
                .then()
                .statusCode(422)
                .body("problems.path", equalTo(List.of("arms[1].name")))
                .body("problems[0].message", equalTo("\"low-lr\" is the name of a fork in the experiment already"));
        given().get("/api/v1/experiments/" + id)
                .then()
                .body("arms.name", equalTo(List.of("original", "vae", "low-lr")));
        add(id, "arms: [{ name: fresh, detector: patchcore }]")
                .then()
                .statusCode(202)
                .body("added", equalTo(1));
    }

    /** The first trial of an experiment, with a checkpoint. */
    private String parent(UUID experiment) {
        String trial = trials(experiment).getFirst();
        new PublishedCheckpoints(objects)
                .publish(
                        Optional.empty(),
                        new CheckpointStore.Draft(trial, 40, 100, 1, Map.of()),
                        Map.of("weights", new byte[] {1}),
                        List.of());
        return trial;
    }

    private static Response fork(String trial, String learningRate, String name) {
        return given().contentType("application/json")
                .body("{\"settings\": {\"learningRate\": " + learningRate + "}, \"name\": \"" + name + "\"}")
                .post("/api/v1/trials/" + trial + ":fork");
    }

    private static Response add(UUID experiment, String addition) {
        return given().contentType("application/yaml")
                .body(addition.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments/" + experiment + "/trials");
    }
}
