package io.loupe.detectors.dataset;

import java.util.Comparator;
import java.util.Locale;

/**
 * Something wrong with a dataset.
 *
 * @param severity whether it stands in the way of an import
 * @param path file or folder, relative to the checked folder, with slashes; empty for the folder itself
 * @param message what is wrong, and what to do
 */
public record Problem(Severity severity, String path, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::path).thenComparing(Problem::severity).thenComparing(Problem::message);

    /** How bad a problem is. */
    public enum Severity {
        /** Results would be wrong or impossible: nothing is imported. */
        ERROR,
        /** The dataset can be used; the user should know. */
        WARNING;

        /** {@code error} or {@code warning}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }
}
