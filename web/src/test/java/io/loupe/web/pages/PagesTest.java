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
    void theNewExperimentIsPreparedWithAStart() {
        given().get("/experiments/new")
                .then()
                .statusCode(200)
                .body(containsString("VT-ADL: original loss or VAE loss?"), containsString("mse-vae"));
    }

    @Test
    void allProblemsStandAtTheirFieldsAndInTheSummary() {
        String page = given().formParam("action", "submit")
                .formParam("key", "k1")
                .formParam("name", "")
                .formParam("arm.0.name", "a")
                .formParam("arm.0.detector", "vt-adl")
                .formParam("arm.0.preset", "quick")
                .formParam("arm.0.was", "vt-adl/quick")
                .formParam("arm.0.set.gaussians", "-3")
                .formParam("seeds", "1, x")
                .formParam("heatMaps", "all")
                .formParam("device", "auto")
                .formParam("priority", "normal")
                .post("/experiments/new")
                .then()
                .statusCode(422)
                .extract()
                .asString();
        org.assertj.core.api.Assertions.assertThat(page)
                .contains(
                        "arms[0].settings.gaussians",
                        "id=\"e-arm-0-set-gaussians\"",
                        "id=\"e-name\"",
                        "id=\"e-seeds\"");
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
