package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.TrialCounts;
import io.loupe.web.pages.layout.State;
import io.loupe.workflows.trial.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One colour of the stacked bar of an experiment: the trials of one state, in units of trials.
 *
 * @param x where it starts
 * @param width how wide it is, a little less than {@code count} so that parts stand apart
 */
public record BarPart(State state, int count, String x, String width) {
    private static final List<TrialState> ORDER = List.of(
            TrialState.SUCCEEDED,
            TrialState.TRAINING,
            TrialState.EVALUATING,
            TrialState.EXPORTING,
            TrialState.PREPARING,
            TrialState.PAUSED,
            TrialState.NEEDS_ATTENTION,
            TrialState.GIVEN_UP,
            TrialState.CANCELLED,
            TrialState.QUEUED);

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

    /** The bar in the order in which trials are met: done first, waiting last. */
    public static List<BarPart> of(TrialCounts counts) {
        Map<State, Integer> ordered = new LinkedHashMap<>();
        ORDER.forEach(state -> ordered.put(State.of(state), counts.of(state)));
        return of(ordered);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
