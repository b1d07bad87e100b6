package io.loupe.web.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.loupe.web.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for every page, in a real browser, against the running application with seeded data. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@Tag("slow")
class EveryPageTest {
    /** The innermost elements beyond the right edge. */
    private static final String STICKS_OUT = """
            [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                .filter(e => ![...e.children].some(c => c.getBoundingClientRect().right > document.documentElement.clientWidth + 1))
                .map(e => e.outerHTML.slice(0, 160)).slice(0, 4).join(' | ')""";

    private static Optional<Chromium> chromium = Optional.empty();

    @TestHTTPResource
    URI base;

    @Inject
    Seeds seeds;

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

    private Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("dashboard", "");
        pages.put("experiments", "experiments");
        pages.put("experiment", "experiments/" + seeded.experiment());
        pages.put("experiment-wide", "experiments/" + seeds.wide());
        pages.put("new-experiment", "experiments/new");
        pages.put("new-experiment-wide", "experiments/new?from=" + seeds.wide());
        pages.put("trial", "trials/" + seeded.succeeded());
        pages.put("trial-training", "trials/" + seeded.training());
        pages.put("trial-failed", "trials/" + seeded.failed());
        pages.put("datasets", "datasets");
        pages.put("dataset", "datasets/mvtec-ad");
        pages.put("weights", "weights");
        pages.put("workers", "workers");
        return pages;
    }

    private static String themed(String path, String theme) {
        return path + (path.contains("?") ? "&" : "?") + "theme=" + theme;
    }

    @Test
    void everyPageKeepsQuietAndAtHomeInBothThemesAndWidths() {
        for (int width : new int[] {1440, 400}) {
            try (BrowserContext context = chromium.orElseThrow().context(width, true)) {
                pages().forEach((name, path) -> {
                    for (String theme : List.of("light", "dark")) {
                        Page page = context.newPage();
                        PageWatch watch = new PageWatch(page, base);
                        Chromium.open(page, base + themed(path, theme));
                        picture(page, name + "-" + theme + "-" + width);
                        assertThat(watch.errors()).as(name).isEmpty();
                        assertThat(watch.otherHosts()).as(name).isEmpty();
                        int overflow = (int) page.evaluate(
                                "document.documentElement.scrollWidth - document.documentElement.clientWidth");
                        assertThat(overflow)
                                .as("%s at %d scrolls sideways: %s", name, width, page.evaluate(STICKS_OUT))
                                .isLessThanOrEqualTo(0);
                        page.close();
                    }
                });
            }
        }
    }

    /** Kept only when asked for: {@code -Dpages.pictures=<folder>}. */
    private static void picture(Page page, String name) {
        Optional.ofNullable(System.getProperty("pages.pictures")).ifPresent(folder -> {
            page.waitForTimeout(700);
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name + ".png")));
        });
    }

    @Test
    void withoutScriptsEveryPageSaysWhatItHasToSay() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, false)) {
            Page page = context.newPage();
            Chromium.open(page, base + "experiments/" + seeded.experiment());
            assertThat(page.locator(".matrix").innerText()).contains("0.871", "screw");
            page.locator(".verbs a.danger").click();
            assertThat(page.locator("h1").innerText()).isEqualTo("Cancel this experiment?");

            Chromium.open(page, base + "trials/" + seeded.succeeded());
            assertThat(page.locator("#confusion").innerText()).contains("found", "missed");
            assertThat(page.locator(".thumb img").count()).isEqualTo(12);

            Chromium.open(page, base + "experiments/new");
            page.locator("button[value='add-arm']").click();
            assertThat(page.locator("input[id^='arm-'][id$='-name']").count()).isEqualTo(3);
            page.locator("#tab-yaml").click();
            assertThat(page.locator("textarea#whole").inputValue()).startsWith("loupe: 1");
            page.locator("#tab-form").click();
            page.locator("#submit").click();
            assertThat(page.url()).contains("/experiments/").contains("said=submitted");
        }
    }

    @Test
    void nothingSeriousStandsInTheWayOfAnybody() {
        Map<String, String> pages = pages();
        pages.put("confirm", "trials/" + seeded.training() + "/cancel");
        pages.put("missing", "trials/nonsense");
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            List<String> violations = new ArrayList<>();
            pages.forEach((name, path) -> {
                for (String theme : List.of("light", "dark")) {
                    Page page = context.newPage();
                    Chromium.open(page, base + themed(path, theme));
                    Axe.violations(page).forEach(violation -> violations.add(name + ", " + theme + ": " + violation));
                    page.close();
                }
            });
            assertThat(violations).isEmpty();
        }
    }

    @Test
    void whatPeopleWroteIsNeverRun() {
        try (BrowserContext context = chromium.orElseThrow().context(1440, true)) {
            Page page = context.newPage();
            Chromium.open(page, base + "experiments/" + seeded.experiment());
            assertThat(page.locator(".prose").innerText()).contains("<script>window.hacked=1</script>");
            assertThat(page.evaluate("window.hacked === undefined")).isEqualTo(true);
        }
    }
}
