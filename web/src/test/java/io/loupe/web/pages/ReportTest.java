package io.loupe.web.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.loupe.web.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ReportTest {
    private static final Pattern FETCHES =
            Pattern.compile("(?:src|href)=\"(?!data:|#)[^\"]*\"|url\\(|@import|<script|<link");

    @Inject
    Seeds seeds;

    private static Response report(UUID experiment, String query) {
        return given().get("/api/v1/experiments/" + experiment + "/report" + query);
    }

    @Test
    void theHtmlHoldsAllItNeedsAndRunsNothing() {
        String html = report(seeds.seed().experiment(), "")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(FETCHES.matcher(html).results().map(match -> match.group()).toList())
                .isEmpty();
        assertThat(html)
                .contains("0.871", "0.884 (1 of 2)", "published 0.928 ≠", "Table III", "pixel AUROC")
                .contains("data:image/jpeg;base64,")
                .contains("<svg class=\"curves\"")
                .contains("colours from 0.1 to 0.7; good held-out images stay below 0.3")
                .contains("Receipt of screw / original / seed 1")
                .contains("abababababab")
                .contains("One pair cannot tell")
                .contains("chosen on 32 good images", "percentile 99", "0.885", "of no image")
                .doesNotContain("<script>window.hacked", "<b onclick");
    }

    @Test
    void withoutPicturesNoImageOfTheDatasetIsInIt() {
        String html = report(seeds.seed().experiment(), "?pictures=none").asString();

        assertThat(html).doesNotContain("data:image").contains("<svg class=\"curves\"");
    }

    @Test
    void aBrowserShowsItFromAFileWithoutAskingAnybody(@TempDir Path folder) throws Exception {
        byte[] html = report(seeds.seed().experiment(), "").asByteArray();
        Path file = Files.write(folder.resolve("report.html"), html);
        Optional<Chromium> chromium = Chromium.start();
        if (chromium.isEmpty()) {
            return;
        }
        try (Chromium running = chromium.get();
                BrowserContext context = running.context(1440, true);
                Page page = context.newPage()) {
            List<String> asked = new ArrayList<>();
            List<String> errors = new ArrayList<>();
            page.onRequest(request -> {
                if (!request.url().startsWith("data:")) {
                    asked.add(request.url());
                }
            });
            page.onConsoleMessage(message -> errors.add(message.text()));
            for (int width : new int[] {1440, 400}) {
                page.setViewportSize(width, 900);
                page.navigate(file.toUri().toString());

                assertThat(page.title()).isEqualTo(Seeds.NAME + " · report");
                assertThat(page.locator("svg.curves").count()).isGreaterThan(1);
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                        .as("width of the page at " + width)
                        .isLessThanOrEqualTo(width);
                assertThat(
                                (Boolean)
                                        page.evaluate(
                                                "[...document.images].length > 3 && [...document.images].every(i => i.complete && i.naturalWidth > 0)"))
                        .as("pictures are whole")
                        .isTrue();
                Path shots = Path.of("target", "report");
                Files.createDirectories(shots);
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(shots.resolve("report-" + width + ".png")));
            }
            assertThat(asked)
                    .allMatch(url -> url.equals(file.toUri().toString()))
                    .hasSize(2);
            assertThat(errors).isEmpty();
        }
    }

    @Test
    void theOtherFormatsSayTheSame() throws Exception {
        UUID experiment = seeds.seed().experiment();
        JsonNode json =
                new ObjectMapper().readTree(report(experiment, "?format=json").asString());
        String csv = report(experiment, "?format=csv").asString();

        JsonNode cell = json.at("/tables/0/rows/0/figures/0");
        assertThat(json.at("/tables/0/metric").asText()).isEqualTo("AU-PRO 0.3");
        assertThat(cell.at("/mean").asDouble()).isEqualTo(0.871);
        assertThat(cell.at("/published/0/value").asDouble()).isEqualTo(0.928);
        assertThat(cell.at("/published/0/comparable").asBoolean()).isFalse();
        assertThat(json.at("/trials")).hasSize(8);
        assertThat(json.at("/trials/0/receipt/computed/threads").asText()).isEqualTo("2");
        JsonNode threshold = json.at("/trials/0/thresholds/rules/0/numbers");
        assertThat(threshold.at("/threshold").asDouble()).isEqualTo(0.3125);
        assertThat(threshold.at("/falseAlarmRate").asDouble()).isEqualTo(0.05);
        assertThat(csv.lines()
                        .filter(line -> line.contains("eval/au_pro_0.3,0.871,"))
                        .toList())
                .hasSize(1);
        report(experiment, "?format=latex").then().statusCode(200).body(containsString("\\begin{tabular}{lrr}"));
        // Image AUROC has scores of images behind it.
        JsonNode auroc = table(json, "image AUROC");
        assertThat(auroc.at("/rows/0/figures/0/overImages/low").isNumber()).isTrue();
        assertThat(auroc.at("/comparisons/0/first").asText()).isEqualTo("original");
    }

    private static JsonNode table(JsonNode json, String metric) {
        for (JsonNode table : json.path("tables")) {
            if (table.path("metric").asText().equals(metric)) {
                return table;
            }
        }
        throw new AssertionError("no table of " + metric);
    }

    @Test
    void whatIsAskedForWronglyIsNamed() {
        UUID experiment = seeds.seed().experiment();

        report(experiment, "?format=pdf")
                .then()
                .statusCode(400)
                .body("detail", containsString("html, csv, json, latex"));
        report(experiment, "?pictures=some").then().statusCode(400).body("detail", containsString("all, none"));
        report(UUID.randomUUID(), "").then().statusCode(404);
    }

    @Test
    void itsPolicyAllowsNothingFromOutside() {
        Response response = report(seeds.seed().experiment(), "");

        assertThat(response.headers().getValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "sandbox");
    }
}
