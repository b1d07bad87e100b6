package io.loupe.web.guard;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.loupe.web.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RequestGuardTest {
    @Test
    void aForeignHostIsMisdirected() {
        given().header("Host", "evil.example:80")
                .get("/q/health/live")
                .then()
                .statusCode(421)
                .contentType("application/problem+json")
                .body("detail", containsString("evil.example"));
    }

    @Test
    void loopbackNamesAreServed() {
        given().get("/q/health/live").then().statusCode(200);
        given().header("Host", "127.0.0.1:1234").get("/q/health/live").then().statusCode(200);
        given().header("Host", "[::1]:1234").get("/q/health/live").then().statusCode(200);
    }

    @Test
    void aWriteThatAnotherSiteMadeIsForbidden() {
        given().header("Sec-Fetch-Site", "cross-site").post("/anything").then().statusCode(403);
        given().header("Origin", "https://evil.example")
                .post("/anything")
                .then()
                .statusCode(403);
        given().header("Origin", "null").post("/anything").then().statusCode(403);
    }

    @Test
    void aWriteOfAPageOfOurOwnPasses() {
        given().header("Sec-Fetch-Site", "same-origin").post("/anything").then().statusCode(404);
        given().header("Host", "localhost:8080")
                .header("Origin", "http://localhost:8080")
                .post("/anything")
                .then()
                .statusCode(404);
    }

    @Test
    void aProgramWithoutEitherHeaderPasses() {
        given().post("/anything").then().statusCode(404);
    }

    @Test
    void aReadFromAnotherSiteIsLeftToTheBrowsersOwnRules() {
        given().header("Sec-Fetch-Site", "cross-site")
                .get("/q/health/live")
                .then()
                .statusCode(200);
    }
}
