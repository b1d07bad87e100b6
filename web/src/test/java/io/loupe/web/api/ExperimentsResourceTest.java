package io.loupe.web.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.loupe.web.PostgresResource;
import io.loupe.web.TestData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With Temporal away: everything is written down, nothing starts. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ExperimentsResourceTest {
    @Inject
    TestData data;

    @BeforeEach
    void dataset() {
        data.dataset("washers", "washer");
    }

    private static Response post(String document, String key) {
        return given().contentType("application/yaml")
                .header("Idempotency-Key", key)
                .body(document.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments");
    }

    private static String submit(String name) {
        return post(TestData.document(name, "washers"), UUID.randomUUID().toString())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
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

    @Test
    void anImportIsWrittenDownAndRefusedWhereWrong() {
        given().contentType("application/json")
                .body("{\"name\": \"Bad Name\", \"folder\": \"relative\"}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(422)
                .body("problems.path", equalTo(List.of("name", "folder")));
        String location = given().contentType("application/json")
                .body("{\"name\": \"brackets\", \"folder\": \"/data/brackets\"}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        given().get(location.replaceFirst(".*/api", "/api"))
                .then()
                .statusCode(200)
                .body("state", equalTo("RUNNING"));
        given().contentType("application/json")
                .body("{\"name\": \"brackets\", \"folder\": \"/data/brackets\"}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(409);
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
