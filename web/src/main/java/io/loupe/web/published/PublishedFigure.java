package io.loupe.web.published;

import java.util.List;

/**
 * A figure in print that stands beside one of ours.
 *
 * @param value as a share where the metric is one: 0.988 for 98.8 %
 * @param method as the table names it
 * @param table where it is from
 * @param reasons why the two are not comparable; none if they are
 */
public record PublishedFigure(double value, String method, PublishedTable table, List<String> reasons) {
    public PublishedFigure {
        reasons = List.copyOf(reasons);
    }

    /** Whether a difference of the two means anything. */
    public boolean comparable() {
        return reasons.isEmpty();
    }
}
