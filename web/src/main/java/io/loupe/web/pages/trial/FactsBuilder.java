package io.loupe.web.pages.trial;

import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Figures of a training beside its losses: how fast it goes, with which learning rate, in how much memory. */
final class FactsBuilder {
    private static final String LOSS = "train/loss";
    private static final String LEARNING_RATE = "train/learning_rate";

    private FactsBuilder() {}

    static List<TrialView.Fact> build(Map<String, List<History.Point>> metrics, Optional<Beats.Beat> beat) {
        List<TrialView.Fact> facts = new ArrayList<>();
        List<History.Point> losses = metrics.getOrDefault(LOSS, List.of());
        Optional<String> now = beat.map(known -> known.progress().stepsPerSecond())
                .filter(rate -> rate > 0)
                .map(rate -> Format.rate(rate, "step"));
        OptionalDouble usual = medianRate(losses);
        if (now.isPresent() || usual.isPresent()) {
            facts.add(new TrialView.Fact(
                    "Rate",
                    now.orElseGet(() -> "usually " + Format.rate(usual.getAsDouble(), "step")),
                    losses.size() > 2 ? "rate-chart" : ""));
        }
        List<History.Point> rates = metrics.getOrDefault(LEARNING_RATE, List.of());
        if (!rates.isEmpty()) {
            facts.add(new TrialView.Fact(
                    "Learning rate",
                    Format.value(rates.getLast().value()),
                    constant(rates) ? "" : "learning-rate-chart"));
        }
        beat.map(known -> known.progress().memoryBytes())
                .filter(bytes -> bytes > 0)
                .ifPresent(bytes -> facts.add(new TrialView.Fact("Memory of the worker", Format.bytes(bytes), "")));
        return facts;
    }

    private static boolean constant(List<History.Point> points) {
        return points.stream()
                .allMatch(point -> point.value() == points.getFirst().value());
    }

    /** Of steps a second between neighbouring points, so that pauses do not count. */
    static OptionalDouble medianRate(List<History.Point> points) {
        double[] rates = IntStream.range(1, points.size())
                .filter(i -> points.get(i).at() > points.get(i - 1).at())
                .mapToDouble(i -> 1_000.0
                        * (points.get(i).step() - points.get(i - 1).step())
                        / (points.get(i).at() - points.get(i - 1).at()))
                .sorted()
                .toArray();
        return rates.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(rates[rates.length / 2]);
    }
}
