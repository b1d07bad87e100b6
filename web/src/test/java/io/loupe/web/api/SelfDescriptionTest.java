package io.loupe.web.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.loupe.web.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What the process says of itself: its detectors, its services, whether it is ready, its API; with Temporal away. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SelfDescriptionTest {
    @Test
    void detectorsCarryWhatAFormNeeds() {
        given().get("/api/v1/detectors")
                .then()
                .statusCode(200)
                .body("detectors.name", hasItem("vt-adl"))
                .body("detectors[0].presets.name", hasItem("quick"))
                .body("detectors[0].settings.find { it.name == 'gaussians' }.min", equalTo(1.0f))
                .body("detectors[0].settings.find { it.name == 'loss' }.choices.value", hasItem("mse-vae"));
    }

    @Test
    void aboutTellsHowTheServicesDo() {
        given().get("/api/v1/about")
                .then()
                .statusCode(200)
                .body("services.find { it.name == 'PostgreSQL' }.answers", equalTo(true))
                .body("services.find { it.name == 'Temporal' }.answers", equalTo(false));
    }

    @Test
    void theProcessIsNotReadyWhileTemporalIsAway() {
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .header("X-Loupe-Instance", "none") // so that no other process is taken for this one
                .body("checks.find { it.name == 'Temporal' }.status", equalTo("DOWN"));
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void theApiDescribesItself() {
        given().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/api/v1/experiments'.post.summary", equalTo("Submit an experiment"));
    }
}
