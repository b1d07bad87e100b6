package io.loupe.web.pages.layout;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The frame around a page: side bar, bread crumbs, and the line that tells how a verb went.
 *
 * @param title of the page, also the last crumb
 * @param section of the side bar: {@code dashboard}, {@code experiments}, {@code new}, {@code datasets}, {@code workers}
 * @param crumbs the pages above this one
 * @param counts beside the sections
 * @param services whether all of them answer
 * @param message what a verb did
 * @param live address of the server-sent events that this page listens to, {@code poll} to ask every two seconds,
 *     empty for a page that stands still
 * @param assets changes with the stylesheet and scripts, so that browsers never mix versions
 */
public record Shell(
        String title,
        String section,
        List<Crumb> crumbs,
        Counts counts,
        Services services,
        Optional<Message> message,
        String live,
        String assets) {
    public Shell {
        requireNonNull(title, "title is null");
        requireNonNull(section, "section is null");
        crumbs = List.copyOf(crumbs);
    }

    public record Crumb(String text, String href) {}

    /** Zero stands for no figure. */
    public record Counts(int attention, int experiments, int datasets, int workers) {
        public String attentionTitle() {
            return attention == 1 ? "1 trial needs attention" : attention + " trials need attention";
        }
    }

    public record Services(boolean answer, String text) {}

    public record Message(boolean bad, String text) {}
}
