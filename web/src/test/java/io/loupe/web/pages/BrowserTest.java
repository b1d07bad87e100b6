package io.loupe.web.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.loupe.web.live.LiveFeed;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people do with pages, in a real browser, against the running application with seeded data. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@Tag("slow")
class BrowserTest {
    private static Optional<Chromium> chromium = Optional.empty();

    @TestHTTPResource
    URI base;

    @Inject
    Seeds seeds;

    @Inject
    LiveFeed feed;

    private Seeds.Seeded seeded;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.ifPresent(Chromium::close);
    }

    @BeforeEach
    void seed() {
        assumeTrue(chromium.isPresent(), "no Chromium on the PATH");
        seeded = seeds.seed();
    }

    @Test
    void wrongValuesStandInTheSummaryAtTheirFieldsAndOnTheirLines() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            PageWatch watch = new PageWatch(page, base);
            Chromium.open(page, base + "experiments/new");
            page.locator("#show-same").check();
            page.locator("#arm-1-set-gaussians").fill("-5");
            page.locator("#parallel").fill("0");
            page.locator("#submit").click();

            Locator problems = page.locator("#problem-list");
            problems.waitFor();
            assertThat(problems.innerText()).contains("2 problems", "arms[1].settings.gaussians", "run.parallel");
            String message = page.locator("#e-arm-1-set-gaussians").innerText();
            assertThat(problems.innerText()).contains(message);
            assertThat(page.evaluate("document.activeElement.id")).isEqualTo("problem-list");
            problems.locator("a").first().click();
            assertThat(page.evaluate("document.activeElement.id")).isEqualTo("arm-1-set-gaussians");

            page.locator("#tab-yaml").click();
            page.locator("#lines .bad").first().waitFor();
            assertThat(page.locator("#lines").innerText()).contains(message);
            assertThat(watch.errors()).allMatch(error -> error.contains("422"));
        }
    }

    @Test
    void anArchiveIsUploadedInPiecesOverABrokenLine() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            AtomicInteger broken = new AtomicInteger();
            page.route(url -> url.contains("offset=1048576"), route -> {
                if (broken.getAndIncrement() == 0) {
                    route.abort();
                } else {
                    route.resume();
                }
            });
            Chromium.open(page, base + "datasets");
            page.locator("#name").fill("uploaded-in-page");
            page.locator("#archive")
                    .setInputFiles(new FilePayload("brackets.zip", "application/zip", new byte[2_500_000]));
            page.locator("#import-button").click();

            page.waitForURL(url -> url.contains("/datasets/uploaded-in-page"));
            assertThat(page.locator("#report").innerText()).contains("brackets.zip, uploaded");
            assertThat(broken).hasValue(2);
        }
    }

    @Test
    void theFormFollowsWhatIsChosen() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            Chromium.open(page, base + "experiments/new?dataset=mvtec-ad");
            assertThat(page.locator("#trials").innerText()).isEqualTo("6 trials");

            page.locator("#seeds").fill("1, 2");
            page.locator("#seeds").blur();

            page.waitForCondition(() -> page.locator("#trials").innerText().equals("4 trials"));
            assertThat(page.locator("#submit").innerText()).isEqualTo("Start 4 trials");
        }
    }

    @Test
    void aDialogIsReachedAndLeftByKeyboardAndNamesTheHarmlessChoiceFirst() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            Chromium.open(page, base + "trials/" + seeded.training());
            page.locator("#verb-cancel").focus();
            page.keyboard().press("Enter");

            Locator dialog = page.locator("dialog#cancel");
            assertThat(dialog.isVisible()).isTrue();
            assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Keep running");
            page.keyboard().press("Escape");
            assertThat(dialog.isVisible()).isFalse();
        }
    }

    @Test
    void aFailedTrialIsResumedFromTheDashboard() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            Chromium.open(page, base.toString());
            page.locator("#resume-" + seeded.failed()).click();

            page.waitForURL(url -> url.contains("said=resume-asked"));
            assertThat(page.locator("main").innerText()).contains("Resume was asked for");
        }
    }

    @Test
    void theGalleryObeysTheKeyboard() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            PageWatch watch = new PageWatch(page, base);
            Chromium.open(page, base + "trials/" + seeded.succeeded());
            page.locator("#inspect").waitFor();
            assertThat(page.locator("#at").innerText()).isEqualTo("1 of 12");

            page.locator("h1").click();
            page.keyboard().press("j");
            assertThat(page.locator("#at").innerText())
                    .as("a single key means nothing outside the gallery")
                    .isEqualTo("1 of 12");

            page.locator(".thumb:visible").first().focus();
            page.keyboard().press("j");
            assertThat(page.locator("#at").innerText()).isEqualTo("2 of 12");
            page.keyboard().press("4");
            assertThat(page.locator("[data-mode='mask']").getAttribute("aria-pressed"))
                    .isEqualTo("true");
            assertThat(page.locator("#stage-image").getAttribute("src")).contains("ground_truth");
            page.keyboard().press("5");
            assertThat(page.locator(".stage").getAttribute("class")).isEqualTo("stage side");
            assertThat(page.locator("#stage-heat").getAttribute("src")).contains("heat_maps");
            assertThat(page.locator(".colour-scale").innerText()).contains("0.1", "0.3", "0.7", "good held-out images");
            page.locator("#only").selectOption("wrong");
            assertThat(page.locator(".thumbs li:visible").count()).isLessThan(12);
            assertThat(watch.errors()).isEmpty();
        }
    }

    @Test
    void mostWrongFirstIsInTheOrderOfHowFarImagesAreBeyondTheThreshold() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            Chromium.open(page, base + "trials/" + seeded.succeeded());
            page.locator("#inspect").waitFor();
            page.locator("#sort").selectOption("wrong");

            double threshold = Double.parseDouble(page.locator("#scores").getAttribute("data-threshold"));
            List<Double> excess = page.locator(".thumb").all().stream()
                    .map(thumb -> {
                        double score = Double.parseDouble(thumb.getAttribute("data-score"));
                        return thumb.getAttribute("data-label").equals("good") ? score - threshold : threshold - score;
                    })
                    .toList();

            assertThat(excess).hasSize(12).isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(excess.getFirst()).as("one is wrong").isPositive();
        }
    }

    @Test
    void aPageThatNobodySeesLetsGoOfItsStream() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            int before = feed.open();
            Chromium.open(page, base + "trials/" + seeded.training());
            Eventually.holds(() -> feed.open() == before + 1, feed::open);

            hide(page, true);
            Eventually.holds(() -> feed.open() == before, feed::open);
            hide(page, false);
            Eventually.holds(() -> feed.open() == before + 1, feed::open);
        }
    }

    private static void hide(Page page, boolean hidden) {
        page.evaluate(
                "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                hidden);
    }

    @Test
    void allPartsOfAPageAreRefreshedWithOneRequest() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            AtomicInteger requests = new AtomicInteger();
            page.onRequest(request -> {
                if (request.headers().containsKey("hx-request")) {
                    requests.incrementAndGet();
                }
            });
            page.addInitScript("window.refreshed = [];"
                    + " document.addEventListener('loupe:refreshed', e => window.refreshed.push(e.detail.id));");
            Chromium.open(page, base + "trials/" + seeded.training());

            page.waitForFunction("() => window.refreshed.length >= 4");

            assertThat(page.evaluate("window.refreshed"))
                    .isEqualTo(List.of("nav", "trial-head", "training-body", "timeline"));
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void metricsBehindTheSwitchAreReachedAlsoWhereThePageIsNarrow() {
        String experiment = base + "experiments/" + seeds.wide();
        try (BrowserContext context = chromium.orElseThrow().context(400, true)) {
            Page page = context.newPage();
            Chromium.open(page, experiment);
            page.locator("#more-metrics summary").click();

            BoundingBox menu = page.locator("#more-metrics ul").boundingBox();
            assertThat(menu.x).isNotNegative();
            assertThat(menu.x + menu.width).isLessThanOrEqualTo(400);
            page.locator("#m-pixel-ap").click();
            assertThat(page.locator("#more-metrics summary").innerText()).startsWith("pixel AP");
        }
    }
}
