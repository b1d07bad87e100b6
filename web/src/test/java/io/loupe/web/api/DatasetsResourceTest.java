package io.loupe.web.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.loupe.web.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Imports are written down, or refused; with Temporal away, so that none is done. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class DatasetsResourceTest {
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
}
