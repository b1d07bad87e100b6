package io.loupe.workflows.experiment;

import java.util.List;
import java.util.Map;

/**
 * Where an experiment stands when its workflow starts, or continues as new.
 *
 * @param experimentId UUIDv7
 * @param parallel trials at once, at least 1
 * @param offset trials already started, in the fair order of {@code ControlActivities.trials}
 * @param running ids of trials that an earlier run of this workflow started and that are at work
 * @param waiting ids of trials that wait for a person
 * @param ended how many trials ended in which state so far
 * @param priority of trials still to start: 2 high, 3 normal, 4 low; 0 for the workflow's own
 */
public record ExperimentPlan(
        String experimentId,
        int parallel,
        int offset,
        List<String> running,
        List<String> waiting,
        Map<String, Integer> ended,
        int priority) {
    public ExperimentPlan {
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel is " + parallel + ", not at least 1");
        }
        running = List.copyOf(running);
        waiting = List.copyOf(waiting);
        ended = Map.copyOf(ended);
    }

    public static ExperimentPlan fresh(String experimentId, int parallel) {
        return from(experimentId, parallel, 0);
    }

    /** Goes on with the trial at that place of the fair order; what became of those before is not this run's business. */
    public static ExperimentPlan from(String experimentId, int parallel, int offset) {
        return new ExperimentPlan(experimentId, parallel, offset, List.of(), List.of(), Map.of(), 0);
    }
}
