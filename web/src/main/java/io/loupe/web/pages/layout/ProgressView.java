package io.loupe.web.pages.layout;

/**
 * How far something is.
 *
 * @param done {@code 9,136}
 * @param of {@code / 14,400 steps}; empty while the end is not known
 * @param value for the bar
 * @param max for the bar, at least 1
 * @param percent 0 to 100
 * @param rate {@code 3.4 steps/s} or empty
 * @param left {@code 26 min} or empty
 */
public record ProgressView(String done, String of, long value, long max, int percent, String rate, String left) {
    public static final ProgressView NONE = new ProgressView("", "", 0, 1, 0, "", "");

    /** Whether there is anything to show. */
    public boolean known() {
        return !done.isEmpty();
    }
}
