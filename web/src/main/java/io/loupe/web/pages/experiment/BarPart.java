package io.loupe.web.pages.experiment;

import io.loupe.web.pages.layout.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One colour of the stacked bar of an experiment: the trials of one state, in units of trials.
 *
 * @param x where it starts
 * @param width how wide it is, a little less than {@code count} so that parts stand apart
 */
public record BarPart(State state, int count, String x, String width) {

    /** The bar of these counts, in the order given; states without trials are left out. */
    public static List<BarPart> of(Map<State, Integer> counts) {
        int total = counts.values().stream().mapToInt(Integer::intValue).sum();
        double gap = total * 0.003;
        List<BarPart> parts = new ArrayList<>();
        int at = 0;
        for (Map.Entry<State, Integer> entry : counts.entrySet()) {
            int count = entry.getValue();
            if (count > 0) {
                parts.add(new BarPart(entry.getKey(), count, decimal(at + gap / 2), decimal(count - gap)));
            }
            at += count;
        }
        return List.copyOf(parts);
    }

    private static String decimal(double value) {
        return String.format(java.util.Locale.ROOT, "%.3f", value);
    }
}
