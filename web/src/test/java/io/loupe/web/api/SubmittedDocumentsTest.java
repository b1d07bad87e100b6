package io.loupe.web.api;

import static io.loupe.web.api.Submissions.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A document that is submitted, checked or estimated; with Temporal away, so that nothing starts. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SubmittedDocumentsTest {
    @Inject
    TestData data;

    @BeforeEach
    void dataset() {
        data.dataset("washers", "washer");
    }

    @Test
    void aDocumentBecomesAnExperimentWithItsMatrix() {
        Response created = post(TestData.document("Losses", "washers"), "matrix");

        String id = created.then()
                .statusCode(201)
                .body("name", equalTo("Losses"))
                .body("trials", equalTo(2))
                .extract()
                .path("id");
        assertThat(created.header("Location")).endsWith("/api/v1/experiments/" + id);
        given().get("/api/v1/experiments/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("QUEUED"))
                .body("counts.QUEUED", equalTo(2))
                .body("cells.arm", equalTo(List.of("original", "vae")))
                .body("cells.category", everyItem(equalTo("washer")))
                .body("cells.state", everyItem(equalTo("QUEUED")))
                .body("arms[1].given.vae.beta", equalTo(0.5f))
                .body("arms[1].settings.imageSize", equalTo(128))
                .body("resolved.run.parallel", equalTo(100))
                .body("document", startsWith("loupe: 1"))
                .body("links.page", equalTo("/experiments/" + id));
    }

    @Test
    void theSameKeyAndDocumentIsOneExperiment() {
        String document = TestData.document("Twice", "washers");

        String first =
                post(document, "double-click").then().statusCode(201).extract().path("id");
        String second =
                post(document, "double-click").then().statusCode(201).extract().path("id");

        assertThat(second).isEqualTo(first);
        given().queryParam("q", "Twice").get("/api/v1/experiments").then().body("experiments", hasSize(1));
    }

    @Test
    void theSameKeyWithAnotherDocumentIsAConflict() {
        post(TestData.document("One", "washers"), "reused").then().statusCode(201);

        post(TestData.document("Another", "washers"), "reused")
                .then()
                .statusCode(409)
                .contentType(ProblemDocument.MEDIA_TYPE)
                .body("detail", containsString("was used for another document"));
    }

    @Test
    void everyProblemOfADocumentIsToldAtOnceWithPathAndLine() {
        post("""
                        loupe: 1
                        name: Wrong
                        data: [{ dataset: washer }]
                        arms:
                          - name: a
                            detector: vt-adl
                            settings: { vae: { beta: -1 } }
                        run: { parallel: 0 }
                        """, "wrong")
                .then()
                .statusCode(422)
                .contentType(ProblemDocument.MEDIA_TYPE)
                .body("status", equalTo(422))
                .body("problems.path", equalTo(List.of("data[0].dataset", "arms[0].settings.vae.beta", "run.parallel")))
                .body("problems[1].message", equalTo("-1 is below the minimum 0"))
                .body("problems[1].line", equalTo(7));
    }

    @Test
    void checkingWritesNothing() {
        given().contentType("application/json")
                .body("{\"loupe\": 1}")
                .post("/api/v1/experiments:validate")
                .then()
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("problems.path", equalTo(List.of("name", "data", "arms")));
        given().contentType("text/yaml")
                .body(TestData.document("Never written", "washers").getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments:validate")
                .then()
                .statusCode(200)
                .body("valid", equalTo(true));
        given().queryParam("q", "never WRITTEN")
                .get("/api/v1/experiments")
                .then()
                .body("experiments", hasSize(0));
    }

    @Test
    void anEstimateSaysWhatItDoesNotKnow() {
        // No other test's trials have this batch size, and so steps that cost the same.
        String document = TestData.document("Estimate", "washers").replace("{ loss", "{ batchSize: 11, loss");
        given().contentType("application/yaml")
                .body(document.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments:estimate")
                .then()
                .statusCode(200)
                .body("trials", equalTo(2))
                .body("unknownTrials", equalTo(2))
                .body("deviceSeconds", equalTo(null))
                .body("parts.basis", equalTo(List.of("UNKNOWN", "UNKNOWN")))
                .body("parts[0].trainImages", equalTo(60))
                .body("parts[0].testImages", equalTo(70));
    }
}
