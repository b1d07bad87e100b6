package io.loupe.web.orchestration;

import static io.restassured.RestAssured.given;

import io.loupe.web.Eventually;
import io.loupe.web.TestData;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** What the tests of this package ask of the API, and wait for. */
final class Requests {
    private Requests() {}

    static UUID submit(String name) {
        return submit(name, "");
    }

    /** @param more lines at the document's end */
    static UUID submit(String name, String more) {
        return UUID.fromString(given().contentType("application/yaml")
                .body((TestData.document(name, "washers") + more).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** An experiment whose first trial is in training, and held there. */
    static UUID submitHeld(FakeWorker worker, String name) {
        return submitHeld(worker, name, "");
    }

    /** @param more lines at the document's end */
    static UUID submitHeld(FakeWorker worker, String name, String more) {
        worker.holding.add(name);
        UUID id = submit(name, more);
        waitFor(trials(id).getFirst(), "TRAINING");
        return id;
    }

    static void ask(String trial, String verb, int status) {
        given().post("/api/v1/trials/" + trial + ":" + verb).then().statusCode(status);
    }

    static Response fork(String trial, String body) {
        return given().contentType("application/json").body(body).post("/api/v1/trials/" + trial + ":fork");
    }

    static Response add(UUID experiment, String addition) {
        return given().contentType("application/yaml")
                .body(addition.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments/" + experiment + "/trials");
    }

    static String experimentState(UUID id) {
        return given().get("/api/v1/experiments/" + id).path("state");
    }

    static List<String> trials(UUID experiment) {
        return given().get("/api/v1/experiments/" + experiment).path("cells.trial");
    }

    static String state(String trial) {
        return given().get("/api/v1/trials/" + trial).path("state");
    }

    static List<String> events(String trial) {
        return given().get("/api/v1/trials/" + trial + "/timeline").path("entries.event");
    }

    static void waitFor(String trial, String state) {
        Eventually.holds(() -> state(trial).equals(state), () -> given().get("/api/v1/trials/" + trial)
                .asString());
    }

    static void waitForExperiment(UUID id, String state) {
        Eventually.holds(() -> experimentState(id).equals(state), () -> given().get("/api/v1/experiments/" + id)
                .asString());
    }

    static String importFolder(String name) {
        return given().contentType("application/json")
                .body("{\"name\": \"" + name + "\", \"folder\": \"/data/" + name + "\"}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(201)
                .extract()
                .header("Location")
                .replaceFirst(".*/api", "/api");
    }

    static void waitForImport(String location, String state) {
        Eventually.holds(() -> given().get(location).path("state").equals(state), () -> given().get(location)
                .asString());
    }
}
