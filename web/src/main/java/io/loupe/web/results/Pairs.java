package io.loupe.web.results;

import io.loupe.web.catalogue.Trial;
import io.loupe.web.statistics.PairedComparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Trials of two arms with the same category and seed.
 *
 * @param expected how many there will be once all have finished
 * @param finished those in which both trials have a figure
 */
public record Pairs(int expected, List<Pair> finished) {
    public Pairs {
        finished = List.copyOf(finished);
    }

    /** Two trials and their figures. */
    public record Pair(Trial first, Trial second, double a, double b) {
        /** The second less the first. */
        public double difference() {
            return b - a;
        }
    }

    /** @param key MLflow's name of the metric */
    public static Pairs of(Results results, String key, int firstArm, int secondArm) {
        List<Pair> pairs = new ArrayList<>();
        int expected = 0;
        for (Place place : results.places()) {
            Map<Long, Trial> others = new HashMap<>();
            results.cell(place, secondArm).forEach(trial -> others.put(trial.seed(), trial));
            for (Trial first : results.cell(place, firstArm)) {
                Trial second = others.get(first.seed());
                if (second != null) {
                    expected++;
                    OptionalDouble a = Results.figure(first, key);
                    OptionalDouble b = Results.figure(second, key);
                    if (a.isPresent() && b.isPresent()) {
                        pairs.add(new Pair(first, second, a.getAsDouble(), b.getAsDouble()));
                    }
                }
            }
        }
        return new Pairs(expected, pairs);
    }

    /** What their differences are worth. */
    public PairedComparison compare() {
        return PairedComparison.of(differences());
    }

    /** The finished ones as they are compared. */
    public List<PairedComparison.Pair> differences() {
        return finished.stream()
                .map(pair -> new PairedComparison.Pair(
                        pair.first().spec().dataset() + "/" + pair.first().category(),
                        pair.first().seed(),
                        pair.difference()))
                .toList();
    }
}
