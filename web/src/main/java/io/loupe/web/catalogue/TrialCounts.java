package io.loupe.web.catalogue;

import io.loupe.workflows.trial.TrialState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How many trials of an experiment stand in which state; states without trials are absent. */
public record TrialCounts(Map<TrialState, Integer> byState) {
    public TrialCounts {
        EnumMap<TrialState, Integer> present = new EnumMap<>(TrialState.class);
        byState.forEach((state, count) -> {
            if (count > 0) {
                present.put(state, count);
            }
        });
        byState = Collections.unmodifiableMap(present);
    }

    public int of(TrialState state) {
        return byState.getOrDefault(state, 0);
    }

    public int total() {
        return byState.values().stream().mapToInt(Integer::intValue).sum();
    }

    public int succeeded() {
        return of(TrialState.SUCCEEDED);
    }

    /** Trials that have ended, well or not. */
    public int ended() {
        return byState.entrySet().stream()
                .filter(entry -> entry.getKey().terminal())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Trials that hold a device, or are about to. */
    public int atWork() {
        return byState.entrySet().stream()
                .filter(entry -> entry.getKey().active() && entry.getKey() != TrialState.QUEUED)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
