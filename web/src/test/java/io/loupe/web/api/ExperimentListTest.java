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

/** The list of experiments: its pages, and what may be asked of it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ExperimentListTest {
    @Inject
    TestData data;

    @BeforeEach
    void dataset() {
        data.dataset("washers", "washer");
    }

    @Test
    void theListGoesOnWhereThePageBeforeEnded() {
        String older = submit("Cursor A");
        String newer = submit("Cursor B");

        String next = given().queryParam("q", "cursor")
                .queryParam("limit", 1)
                .get("/api/v1/experiments")
                .then()
                .body("experiments.id", equalTo(List.of(newer)))
                .extract()
                .path("next");
        given().queryParam("q", "cursor")
                .queryParam("after", next)
                .get("/api/v1/experiments")
                .then()
                .body("experiments.id", equalTo(List.of(older)))
                .body("next", equalTo(null));
    }

    @Test
    void wrongParametersSayWhatIsRight() {
        given().queryParam("limit", 0)
                .get("/api/v1/experiments")
                .then()
                .statusCode(400)
                .body("detail", containsString("between 1 and 200"));
        given().queryParam("state", "DONE")
                .get("/api/v1/experiments")
                .then()
                .statusCode(400)
                .body("detail", containsString("SUCCEEDED"));
        given().queryParam("after", "x")
                .get("/api/v1/experiments")
                .then()
                .statusCode(400)
                .body("detail", containsString("no cursor"));
    }
}
