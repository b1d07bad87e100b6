package io.loupe.web.api;

import static io.loupe.web.api.Submissions.submit;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One trial: its story, and the verbs that it refuses; with Temporal away, so that it waits. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class TrialsResourceTest {
    @Inject
    TestData data;

    @BeforeEach
    void dataset() {
        data.dataset("washers", "washer");
    }

    @Test
    void aTrialTellsItsStory() {
        String experiment = submit("Story");
        String trial = given().get("/api/v1/experiments/" + experiment).path("cells[1].trial");

        given().get("/api/v1/trials/" + trial)
                .then()
                .statusCode(200)
                .body("name", equalTo("washer / vae / seed 1"))
                .body("state", equalTo("QUEUED"))
                .body("queue", equalTo("train-cpu"))
                .body("settings.vae.beta", equalTo(0.5f))
                .body("links.page", equalTo("/trials/" + trial));
        given().get("/api/v1/trials/" + trial + "/timeline")
                .then()
                .body("entries.event", equalTo(List.of("submitted")));
    }

    @Test
    void verbsAreRefusedWhereTheyMakeNoSense() {
        String experiment = submit("Verbs");
        String trial = given().get("/api/v1/experiments/" + experiment).path("cells[0].trial");

        given().post("/api/v1/trials/" + trial + ":resume")
                .then()
                .statusCode(409)
                .body("detail", containsString("queued already"));
        given().post("/api/v1/trials/" + trial + ":giveUp").then().statusCode(409);
        given().post("/api/v1/trials/" + trial + ":cancel").then().statusCode(202);
        given().post("/api/v1/trials/" + trial + ":cancel").then().statusCode(202);
        given().get("/api/v1/trials/" + trial + "/timeline")
                .then()
                .body("entries.event", equalTo(List.of("submitted", "cancel-requested")));
        given().post("/api/v1/experiments/" + experiment + ":cancel").then().statusCode(202);
    }
}
