package io.loupe.workflows.experiment;

import java.util.List;
import java.util.Map;

/**
 * Where an experiment stands when its workflow starts, or continues as new.
 *
 * @param experimentId UUIDv7
 * @param parallel trials at once, at least 1
 * @param offset trials already started, in the fair order of {@code ControlActivities.trials}
 * @param running ids of trials that an earlier run of this workflow started and that have not ended
 * @param ended how many trials ended in which state so far
 */
public record ExperimentPlan(
        String experimentId, int parallel, int offset, List<String> running, Map<String, Integer> ended) {
    public static ExperimentPlan fresh(String experimentId, int parallel) {
        return new ExperimentPlan(experimentId, parallel, 0, List.of(), Map.of());
    }
}
