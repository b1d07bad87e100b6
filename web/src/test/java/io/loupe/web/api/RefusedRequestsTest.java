package io.loupe.web.api;

import static io.loupe.web.api.Submissions.post;
import static io.loupe.web.api.Submissions.submit;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is asked wrongly, the answer says so as a problem document. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RefusedRequestsTest {
    @Inject
    TestData data;

    @BeforeEach
    void dataset() {
        data.dataset("washers", "washer");
    }

    @Test
    void textsThatTheDatabaseCannotKeepAreRefused() {
        post(TestData.document("Nul", "washers") + "notes: \"a\\0b\"\n", "nul")
                .then()
                .statusCode(422)
                .body("problems.path", equalTo(List.of("notes")));
        post(TestData.document("Half a pair", "washers") + "notes: \"\\ud800\"\n", "half a pair")
                .then()
                .statusCode(201);
        for (String path : List.of(
                "/api/v1/experiments?q=%00", "/experiments?q=%00", "/api/v1/datasets/a%00b", "/datasets/a%00b")) {
            given().urlEncodingEnabled(false)
                    .get(path)
                    .then()
                    .statusCode(400)
                    .body("detail", containsString("the character NUL"));
        }
        for (String form : List.of("/datasets", "/experiments/new")) {
            given().formParam("key", "a\0b")
                    .formParam("action", "submit")
                    .formParam("tab", "yaml")
                    .formParam("yaml", TestData.document("Nul", "washers"))
                    .formParam("name", "nul")
                    .formParam("folder", "/data/nul")
                    .post(form)
                    .then()
                    .statusCode(400)
                    .body("detail", containsString("the character NUL"));
        }
        given().contentType("application/json")
                .body("{\"name\": \"nul\", \"folder\": \"/data/\\u0000\"}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(422)
                .body("problems.path", equalTo(List.of("folder")));
    }

    @Test
    void numbersOfABodyThatAreTooLargeAreRefused() {
        String trial = given().get("/api/v1/experiments/" + submit("Too large")).path("cells[0].trial");
        for (String number : List.of("1e99999999999", "100e2147483647", "1e999")) {
            given().contentType("application/json")
                    .body("{\"to\": " + number + "}")
                    .post("/api/v1/trials/" + trial + ":extend")
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void whatIsNotThereIsAProblemDocument() {
        for (String path : List.of(
                "experiments/nonsense",
                "experiments/" + UUID.randomUUID(),
                "trials/" + UUID.randomUUID(),
                "datasets/none",
                "nothing")) {
            given().get("/api/v1/" + path)
                    .then()
                    .statusCode(404)
                    .contentType(ProblemDocument.MEDIA_TYPE)
                    .body("status", equalTo(404))
                    .body("detail", notNullValue());
        }
    }

    @Test
    void otherMethodsAndTypesAreProblemDocuments() {
        given().delete("/api/v1/experiments").then().statusCode(405).contentType(ProblemDocument.MEDIA_TYPE);
        given().contentType("application/x-www-form-urlencoded")
                .body("a=b")
                .post("/api/v1/experiments")
                .then()
                .statusCode(415)
                .contentType(ProblemDocument.MEDIA_TYPE)
                .body("detail", containsString("application/yaml"));
    }

    @Test
    void bodiesThatAreNoJsonSayWhy() {
        given().contentType("application/json")
                .body("{\"name\": ")
                .post("/api/v1/datasets")
                .then()
                .statusCode(400)
                .contentType(ProblemDocument.MEDIA_TYPE)
                .body("detail", containsString("JSON"));
    }
}
