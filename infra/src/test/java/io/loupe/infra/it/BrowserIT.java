package io.loupe.infra.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person at the pages of the real stack, in a real browser. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class BrowserIT {

    private static final LocatorAssertions.ContainsTextOptions WHILE_IT_TRAINS =
            new LocatorAssertions.ContainsTextOptions().setTimeout(300_000);

    private static final Map<String, String> SMALL = Map.of(
            "epochs", "20",
            "batchSize", "4",
            "gaussians", "2",
            "network-width", "32",
            "network-depth", "1",
            "network-heads", "2",
            "network-headWidth", "16",
            "network-mlpWidth", "32");

    @Test
    void anExperimentIsSubmittedByTheFormWatchedMendedAndItsHeatMapsAreOpened(Platform platform) throws IOException {
        Optional<Path> chromium = Browser.found();
        assumeTrue(chromium.isPresent(), "SKIPPED: no chromium on the PATH; install it to run the browser test");
        platform.importDataset("tiles-browser", 4);
        Files.writeString(platform.faults(), "nan = *@12\n");

        try (Browser browser = Browser.start(chromium.get(), platform.page().toString())) {
            Page page = browser.page();
            page.navigate(platform.page().resolve("/experiments/new").toString());
            fill(page);
            page.locator("#submit").click();
            page.waitForLoadState();
            assertThat(page.locator("#problem-list")).hasCount(0);
            page.waitForURL(Pattern.compile(".*/experiments/[0-9a-f-]{36}(\\?.*)?$"));
            String experiment = page.url();
            assertThat(page.locator("h1")).hasText("Two losses, by hand");

            // Without a reload: the page says by itself that both trials need a person.
            assertThat(page.locator("#experiment")).containsText("2 needs attention", WHILE_IT_TRAINS);
            Locator links = page.locator(".matrix .seeds a");
            assertThat(links).hasCount(2);
            String[] trials = {links.nth(0).getAttribute("href"), links.nth(1).getAttribute("href")};

            Files.delete(platform.faults());
            for (String trial : trials) {
                resume(page, platform.page().resolve(trial).toString());
            }
            page.navigate(experiment);
            assertThat(page.locator("#experiment")).containsText("2 of 2 trials succeeded", WHILE_IT_TRAINS);
            assertThat(page.locator(".matrix .fig").first()).containsText(Pattern.compile("\\d\\.\\d|\\.\\d{2}"));

            look(page, platform.page().resolve(trials[0]).toString());
            assertThat(browser.complaints()).isEmpty();
        } finally {
            Files.deleteIfExists(platform.faults());
        }
    }

    private static void fill(Page page) {
        page.locator("#name").fill("Two losses, by hand");
        for (Locator chosen : page.locator("#data input[type=checkbox]:checked").all()) {
            chosen.evaluate("box => box.click()");
        }
        page.locator("fieldset.dataset")
                .filter(new Locator.FilterOptions().setHasText("tiles-browser"))
                .locator("input[type=checkbox]")
                .evaluate("box => box.click()");
        page.locator("#show-same").check();
        for (int arm = 0; arm < 2; arm++) {
            for (Map.Entry<String, String> setting : SMALL.entrySet()) {
                page.locator("#arm-" + arm + "-set-" + setting.getKey()).fill(setting.getValue());
            }
        }
        page.locator("#seeds").fill("1");
        page.locator("#every").fill("1s");
    }

    private static void resume(Page page, String trial) {
        page.navigate(trial);
        assertThat(page.locator("#failure")).containsText("NUMERICS");
        assertThat(page.locator("#failure")).containsText("not a number at step 12");
        page.locator("#verb-resume").click();
        assertThat(page.locator("#timeline")).containsText("Resumed by");
    }

    private static void look(Page page, String trial) {
        page.navigate(trial);
        assertThat(page.locator("#trial-head")).containsText("Succeeded");
        assertThat(page.locator("#loss-chart canvas, #loss-chart svg").first()).isVisible();
        assertThat(page.locator("#metrics")).containsText("AU-PRO");
        Locator pictures = page.locator("#gallery .thumb");
        assertThat(pictures).hasCount(TinyDataset.TEST_GOOD + TinyDataset.TEST_SPOT);
        pictures.first().click();
        Locator shown = page.locator("#stage-heat");
        shown.evaluate("image => image.decode()");
        assertThat((int) shown.evaluate("image => image.naturalWidth")).isPositive();
    }
}
