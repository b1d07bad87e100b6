package io.loupe.web.api;

import static io.restassured.RestAssured.given;

import io.loupe.web.TestData;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What the tests of this package submit. */
final class Submissions {
    private Submissions() {}

    static Response post(String document, String key) {
        return given().contentType("application/yaml")
                .header("Idempotency-Key", key)
                .body(document.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/experiments");
    }

    /** An experiment of that name; its id. */
    static String submit(String name) {
        return post(TestData.document(name, "washers"), UUID.randomUUID().toString())
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
