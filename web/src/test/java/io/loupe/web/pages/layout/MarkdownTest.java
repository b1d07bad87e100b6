package io.loupe.web.pages.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void markdownIsShownAsItsAuthorMeantIt() {
        assertThat(html("Does *MSE + VAE* help?\n\n- [paper](https://example.org/a?b=1&c=2)\n"))
                .isEqualTo("""
                        <p>Does <em>MSE + VAE</em> help?</p>
                        <ul>
                        <li><a rel="nofollow" href="https://example.org/a?b=1&amp;c=2">paper</a></li>
                        </ul>
                        """);
    }

    @Test
    void htmlAndScriptsAreTextAndUnsafeLinksLeadNowhere() {
        assertThat(html("<script>alert(1)</script>")).isEqualTo("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
        assertThat(html("a <b onclick=x>b</b>")).doesNotContain("<b");
        assertThat(html("[x](javascript:alert(1))")).doesNotContain("javascript:");
    }

    @Test
    void aPictureIsALinkBecauseNoOtherHostIsAskedForAnything() {
        assertThat(html("![a washer](https://example.org/w.png)"))
                .contains("a washer</a>")
                .contains("href=\"https://example.org/w.png\"")
                .doesNotContain("<img");
        assertThat(html("![x](javascript:alert(1))")).doesNotContain("javascript:");
    }

    private static String html(String text) {
        return Markdown.html(text).getValue();
    }

    @Test
    void headingsStandBelowTheCardsOwn() {
        assertThat(Markdown.html("# One\n\n## Two\n\n##### Five").toString())
                .contains("<h3>One</h3>", "<h4>Two</h4>", "<h6>Five</h6>");
    }
}
