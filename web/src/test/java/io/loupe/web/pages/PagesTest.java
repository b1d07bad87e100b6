package io.loupe.web.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.loupe.web.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class PagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/experiments", "/datasets", "/workers"})
    void everyListIsUsefulWhileEmpty(String path) {
        given().get(path).then().statusCode(200).contentType("text/html").body(containsString("class=\"empty\""));
    }

    @Test
    void aTrialThatIsNotThereIsAPage() {
        given().accept("text/html")
                .get("/trials/0195a0c2-71de-7c40-9d11-2f6be0c47a19")
                .then()
                .statusCode(404)
                .contentType("text/html")
                .body(containsString("No such trial"));
        given().accept("text/html").get("/trials/nonsense").then().statusCode(404);
    }
}
