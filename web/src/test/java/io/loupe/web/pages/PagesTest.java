package io.loupe.web.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.loupe.tracking.weights.WeightsStore;
import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class PagesTest {
    @Inject
    Seeds seeds;

    @Inject
    WeightsStore weights;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/experiments", "/datasets", "/workers", "/weights", "/experiments/new"})
    void everyListIsAPage(String path) {
        given().get(path).then().statusCode(200).contentType("text/html").body(containsString("<main id=\"main\""));
    }

    @Test
    void anExperimentShowsItsMatrixItsFiguresAndWhatWaits() {
        Seeds.Seeded seeded = seeds.seed();

        given().get("/experiments/" + seeded.experiment())
                .then()
                .statusCode(200)
                .body(
                        containsString("3 of 8 trials succeeded"),
                        containsString("0.871"),
                        containsString("1 seed"),
                        containsString("published .928"),
                        containsString("Not comparable"),
                        containsString("screw / original / seed 2"),
                        not(containsString("<script>window.hacked")));
        given().get("/experiments/" + seeded.experiment() + "?metric=image-auroc")
                .then()
                .body(containsString("0.891"), not(containsString("published .928")));
    }

    @Test
    void aTrialThatWaitsSaysWhyAndGoesOnAtTheButton() {
        Seeds.Seeded seeded = seeds.seed();
        String page = "/trials/" + seeded.failed();

        given().get(page)
                .then()
                .statusCode(200)
                .body(
                        containsString("mvtec-ad/screw/train/good/017.png"),
                        containsString("Resume"),
                        containsString("&lt;img src=x"));
        given().redirects()
                .follow(false)
                .formParam("back", "/")
                .post(page + "/resume")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/?said=resume-asked"));
        given().get(page).then().body(containsString("Resume asked for by"));
        given().redirects()
                .follow(false)
                .formParam("back", "https://evil.example/")
                .post(page + "/resume")
                .then()
                .header("Location", containsString(page));
    }

    @Test
    void whatCannotBeDoneAnyMoreIsSaidWithoutAnError() {
        Seeds.Seeded seeded = seeds.seed();

        given().post("/trials/" + seeded.succeeded() + "/cancel")
                .then()
                .statusCode(200)
                .body(containsString("Nothing was changed"));
    }

    @Test
    void dangerousVerbsAskFirstAlsoWithoutScripts() {
        Seeds.Seeded seeded = seeds.seed();

        given().get("/trials/" + seeded.training() + "/cancel")
                .then()
                .statusCode(200)
                .body(containsString("Cancel this trial?"), containsString("Kept: checkpoints"));
        given().get("/trials/" + seeded.failed() + "/give-up").then().statusCode(200);
        given().get("/experiments/" + seeded.experiment() + "/cancel").then().statusCode(200);
    }

    @Test
    void theSameFormSentTwiceIsOneExperiment() {
        seeds.seed();
        String first = submit("twice-" + System.nanoTime(), "Sent twice");
        assertThat(first).contains("/experiments/");
        String key = "twice-" + System.nanoTime();
        assertThat(submit(key, "Again")).isEqualTo(submit(key, "Again"));
    }

    private static String submit(String key, String name) {
        return given().redirects()
                .follow(false)
                .formParam("action", "submit")
                .formParam("key", key)
                .formParam("name", name)
                .formParam("dataset.0", "mvtec-ad")
                .formParam("category.0", "screw")
                .formParam("categories.0", "3")
                .formParam("arm.0.name", "a")
                .formParam("arm.0.detector", "vt-adl")
                .formParam("arm.0.preset", "quick")
                .formParam("arm.0.was", "vt-adl/quick")
                .formParam("seeds", "1")
                .formParam("metric", "image-auroc")
                .formParam("heatMaps", "all")
                .formParam("device", "auto")
                .formParam("priority", "normal")
                .post("/experiments/new")
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
    }

    @Test
    void aWrongImportStandsAtItsFields() {
        given().formParam("name", "Brackets!")
                .formParam("folder", "data")
                .formParam("layout", "auto")
                .post("/datasets")
                .then()
                .statusCode(422)
                .body(
                        containsString("id=\"e-name\""),
                        containsString("id=\"e-folder\""),
                        containsString("value=\"Brackets!\""));
    }

    @Test
    void everyCallThatScriptsMakeIsThere() {
        Seeds.Seeded seeded = seeds.seed();
        String trial = "/api/v1/trials/" + seeded.succeeded();

        given().get(trial).then().statusCode(200);
        given().get(trial + "/timeline").then().statusCode(200);
        given().get(trial + "/metrics?points=600")
                .then()
                .statusCode(200)
                .body("publishedStep", equalTo(1200), "series.'train/loss'.size()", greaterThan(100));
        given().get(trial + "/artifacts/curves/pro.json").then().statusCode(200).body("points", hasSize(4));
        given().get("/api/v1/datasets/mvtec-ad/images/screw/test/scratch/000.png?width=256")
                .then()
                .statusCode(200);
    }

    @Test
    void addressesThatLeadNowhereArePages() {
        given().accept("text/html")
                .get("/nowhere")
                .then()
                .statusCode(404)
                .contentType("text/html")
                .body(containsString("There is nothing here"));
    }

    @Test
    void weightsThatATrialMadeAreListedWithTheirTrial() {
        UUID trial = seeds.seed().succeeded();
        weights.publish(
                "pdn-small-test",
                "PDN small, distilled",
                trial.toString(),
                Map.of("eval/feature_regression", 0.1532),
                new byte[] {1, 2, 3});

        Eventually.holds(
                () -> given().get("/api/v1/weights").asString().contains("pdn-small-test"),
                () -> given().get("/api/v1/weights").asString());
        given().get("/api/v1/weights")
                .then()
                .body("weights[0].name", equalTo("pdn-small-test"))
                .body("weights[0].title", equalTo("PDN small, distilled"))
                .body("weights[0].bytes", equalTo(3))
                .body("weights[0].metrics.'eval/feature_regression'", equalTo(0.1532f))
                .body("weights[0].links.trial", equalTo("/api/v1/trials/" + trial));
        given().get("/weights")
                .then()
                .body(
                        containsString("pdn-small-test"),
                        containsString("feature regression</span> 0.1532"),
                        containsString("/trials/" + trial));
    }

    @Test
    void whatAnExperimentCostsIsTold() {
        seeds.seed();

        // Of the start's two arms one has the settings of trials that have finished, the other steps that cost the
        // same.
        given().get("/experiments/new?dataset=mvtec-ad")
                .then()
                .body(
                        containsString("<dt>vae</dt><dd>about "),
                        containsString("with the same settings on the same images"),
                        containsString("Where it says about: roughly, from "));
    }

    @Test
    void theNewExperimentIsPreparedWithAStart() {
        given().get("/experiments/new")
                .then()
                .statusCode(200)
                .body(containsString("VT-ADL: original loss or VAE loss?"), containsString("mse-vae"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/experiments/new", "/experiments/new?start=one-arm", "/experiments/new?start=vt-adl-paper"})
    void aNewExperimentHasSeveralSeeds(String path) {
        given().get(path)
                .then()
                .body(
                        matchesPattern("(?s).*id=\"seeds\" name=\"seeds\" value=\"1, 2, 3\".*"),
                        containsString("3 seeds; the same in every arm"));
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
        assertThat(page)
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
