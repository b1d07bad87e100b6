package io.loupe.web.pages.problem;

import java.util.List;

/**
 * An error page.
 *
 * @param status of the response
 * @param title in a few words
 * @param detail what was wrong and with what
 * @param ways where to go from here
 */
public record ProblemView(int status, String title, String detail, List<Way> ways) {
    public record Way(String text, String href) {}
}
