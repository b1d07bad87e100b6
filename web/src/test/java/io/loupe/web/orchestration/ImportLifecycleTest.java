package io.loupe.web.orchestration;

import static io.loupe.web.orchestration.Requests.importFolder;
import static io.loupe.web.orchestration.Requests.waitForImport;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.TemporalResource;
import io.loupe.web.TestData;
import io.loupe.web.config.LoupeConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports from the folder to the catalogue, with Temporal's test server and a worker that reads nothing. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@WithTestResource(TemporalResource.class)
class ImportLifecycleTest {
    @Inject
    LoupeConfig config;

    @Inject
    ObjectStore objects;

    private FakeWorker worker;

    @BeforeEach
    void start() {
        worker = new FakeWorker(config.temporal().address(), config.temporal().namespace());
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void anImportEndsInTheCatalogue() {
        String version = "%064x".formatted(77);
        worker.importer = spec -> TestData.outcome(version, "left", "right");

        String location = importFolder("pairs");

        waitForImport(location, "SUCCEEDED");
        given().get("/api/v1/datasets/pairs")
                .then()
                .body("version", equalTo(version))
                .body("categories.name", equalTo(List.of("left", "right")))
                .body("images", equalTo(260));
    }

    @Test
    void anImportWithErrorsPublishesNothing() {
        String report = "{\"usable\": false, \"problems\": [{\"path\": \"the whole list\"}]}";
        worker.importer = spec -> {
            objects.put("datasets/report.json", report.getBytes(StandardCharsets.UTF_8), "application/json");
            return FakeWorker.refused("a/train/good/1.png", "file is cut off");
        };

        String location = importFolder("cut-off");

        waitForImport(location, "REFUSED");
        given().get(location)
                .then()
                .body("problems[0].path", equalTo("a/train/good/1.png"))
                .body("links.report", equalTo("/api/v1/datasets/cut-off/report"))
                .body("message", equalTo("Nothing was published: 1 error to mend, then import the folder again"));
        assertThat(given().get("/api/v1/datasets/cut-off/report").asString()).isEqualTo(report);
        given().get("/api/v1/datasets/cut-off").then().statusCode(200).body("version", equalTo(null));
    }

    @Test
    void anImportThatCannotBeDoneSaysWhy() {
        worker.importer = spec -> {
            throw FakeWorker.broken(spec.folder() + " does not exist");
        };

        String location = importFolder("missing");

        waitForImport(location, "FAILED");
        given().get(location).then().body("message", equalTo("/data/missing does not exist"));
        given().get("/api/v1/datasets/missing/report")
                .then()
                .statusCode(404)
                .body("detail", containsString("/data/missing does not exist"));
    }

    @Test
    void anImportTellsHowFarItIsAndEndsWhenItIsStopped() {
        worker.importer = spec -> FakeWorker.importUntilStopped();

        String location = importFolder("endless");

        Eventually.holds(() -> given().get(location).path("progress.done") != null, () -> given().get(location)
                .asString());
        given().get(location)
                .then()
                .body("progress.done", equalTo(703))
                .body("progress.total", equalTo(706))
                .body("progress.phase", equalTo("checking"));
        given().get("/datasets").then().body(containsString("703 of 706 files read"));
        given().get("/datasets/endless").then().body(containsString("<b>703</b> of 706 files read"));
        given().get("/api/v1/datasets/endless/report").then().statusCode(404);

        given().post(location + ":cancel").then().statusCode(202);
        waitForImport(location, "FAILED");

        given().get("/datasets/endless").then().body(containsString("The import was stopped."));
        given().get(location).then().body("message", containsString("nothing is published"));
        given().post(location + ":cancel").then().statusCode(409);
        given().post("/datasets/endless/stop").then().statusCode(200).body(containsString("Nothing was changed"));
    }
}
