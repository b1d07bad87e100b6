package io.loupe.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.PostgresResource;
import io.quarkus.qute.Engine;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class TemplatesTest {
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");
    private static final Pattern FOREIGN =
            Pattern.compile("(?:src|href|action)=\"(?:https?:)?//(?!127\\.0\\.0\\.1)[^\"]*\"");

    @Inject
    Engine engine;

    static Stream<String> pages() {
        return Samples.all().keySet().stream();
    }

    private String render(String page) {
        Samples.Sample sample = Samples.all().get(page);
        return engine.getTemplate("pages/" + sample.template())
                .data("view", sample.view())
                .data("shell", sample.shell())
                .render();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageKeepsTheRulesOfItsPolicy(String page) {
        String html = render(page);

        assertThat(html).startsWith("<!doctype html>").contains("<h1", "<main id=\"main\"", "Skip to content");
        assertThat(html).as("inline styles").doesNotContain(" style=\"").doesNotContain("<style");
        assertThat(html).as("inline handlers").doesNotContainPattern(" on[a-z]+=\"");
        assertThat(html).as("inline scripts").doesNotContainPattern("<script(?![^>]* src=)");
        assertThat(FOREIGN.matcher(html).results().map(MatchResult::group))
                .as("other hosts")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noIdStandsTwiceOnAPage(String page) {
        List<String> ids =
                ID.matcher(render(page)).results().map(match -> match.group(1)).toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void whatPeopleWroteIsText() {
        assertThat(render("/experiments/" + Samples.ID))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; is text.")
                .doesNotContain("<script>alert");
        assertThat(render("/experiments")).contains("&lt;b&gt;Names&lt;/b&gt; &amp; &quot;quotes&quot; are text");
    }

    @Test
    void whatNeedsAPersonComesFirstWithCauseAdviceAndTheOneButton() {
        String html = render("/");

        assertThat(html.indexOf("id=\"attention\"")).isBetween(0, html.indexOf("id=\"running\""));
        assertThat(html)
                .contains("<dt>Cause</dt>", "<dt>Advice</dt>", "Resume from step 8,400")
                .containsOnlyOnce("btn primary");
    }

    @Test
    void aWorkerThatIsNotHeardOfIsNotCalledIdle() {
        assertThat(render("/workers")).contains("silent: ended, or cut off").doesNotContain("idle");
    }

    @Test
    void countsOfTemplatesAreWrittenLikeAllOthers() {
        assertThat(engine.parse("{count.grouped}").data("count", 2_000).render())
                .isEqualTo("2,000");
    }

    @Test
    void anEmptyDashboardSaysHowToBegin() {
        assertThat(render("/empty")).contains("No experiment yet", "Import a dataset", "./loupe demo");
    }
}
