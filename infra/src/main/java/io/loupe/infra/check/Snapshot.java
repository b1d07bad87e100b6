package io.loupe.infra.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a stack held.
 *
 * @param experiments by the database
 * @param trials by the database
 * @param lines of all timelines, in the order in which they were written down
 * @param wishes what Temporal has still to be told
 * @param objects the bucket
 * @param runs MLflow's active runs by trial
 * @param workflows ids of those that run
 * @param at when it was read
 */
record Snapshot(
        List<Experiment> experiments,
        List<Trial> trials,
        List<Line> lines,
        List<Wish> wishes,
        Objects objects,
        Map<String, List<Run>> runs,
        Set<String> workflows,
        Instant at) {

    /** @param ended its workflow said that it has ended */
    record Experiment(String id, String name, boolean ended) {}

    /**
     * @param label tells it from the others of its experiment: dataset, category, arm, seed
     * @param run its MLflow run
     * @param weights SHA-256 of the final ones
     * @param metrics results by name
     * @param begins the step behind which it begins: that of the checkpoint that it was forked from, else 0
     */
    record Trial(
            String id,
            String experiment,
            String label,
            String state,
            Optional<String> run,
            Optional<String> weights,
            Map<String, Double> metrics,
            long begins) {

        boolean terminal() {
            return Set.of("SUCCEEDED", "CANCELLED", "GIVEN_UP").contains(state);
        }
    }

    /** A line of a trial's timeline. */
    record Line(String trial, String key, String state) {}

    /** An entry of the outbox that waits. */
    record Wish(String kind, String subject, Instant since, String error) {}

    /** A run in MLflow, with every point of every metric. */
    record Run(String id, String status, List<Point> points) {}
}
