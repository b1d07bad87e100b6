package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.pages.layout.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Says in sentences what the difference between the first two arms is worth. */
final class WordsBuilder {
    private record Pair(Trial first, Trial second, double a, double b) {}

    private final MatrixBuilder matrix;
    private final Metric metric;

    WordsBuilder(MatrixBuilder matrix, Metric metric) {
        this.matrix = matrix;
        this.metric = metric;
    }

    Optional<ExperimentView.Words> build(List<Arm> arms) {
        if (arms.size() < 2) {
            return Optional.empty();
        }
        String first = arms.get(0).name();
        String second = arms.get(1).name();
        List<Pair> pairs = new ArrayList<>();
        int expected = 0;
        for (MatrixBuilder.Place place : matrix.places()) {
            for (Trial a : matrix.cell(place, arms.get(0).position())) {
                for (Trial b : matrix.cell(place, arms.get(1).position())) {
                    if (a.seed() == b.seed()) {
                        expected++;
                        pair(a, b).ifPresent(pairs::add);
                    }
                }
            }
        }
        PairedDifference difference = PairedDifference.of(
                pairs.stream().map(pair -> pair.b() - pair.a()).toList());
        return Optional.of(new ExperimentView.Words(
                second + " − " + first + ", " + metric.word(),
                difference.pairs() == 0 ? "–" : metric.difference(difference.mean()),
                interval(difference),
                claim(difference, first, second),
                detail(pairs, expected, second),
                difference.interval()
                        ? "Paired t interval over pairs, " + Format.count(difference.pairs() - 1, "degree", "degrees")
                                + " of freedom."
                        : "A pair is one category and one seed in both arms.",
                pairs.stream().map(this::row).toList()));
    }

    private Optional<Pair> pair(Trial first, Trial second) {
        OptionalDouble a = matrix.figure(first);
        OptionalDouble b = matrix.figure(second);
        return a.isPresent() && b.isPresent()
                ? Optional.of(new Pair(first, second, a.getAsDouble(), b.getAsDouble()))
                : Optional.empty();
    }

    private String interval(PairedDifference difference) {
        if (difference.interval()) {
            return "95 % interval " + metric.difference(difference.low()) + " to "
                    + metric.difference(difference.high());
        }
        return difference.pairs() == 1 ? "one pair, no interval" : "";
    }

    private String claim(PairedDifference difference, String first, String second) {
        if (difference.pairs() == 0) {
            return "Nothing to compare yet.";
        }
        if (difference.pairs() == 1) {
            return "One pair cannot tell a difference from chance: three seeds or more give a spread.";
        }
        if (!difference.claim()) {
            return "With the evidence so far, no difference can be claimed.";
        }
        return (metric.better(difference.mean(), 0) ? second : first) + " is ahead, by more than chance explains.";
    }

    private String detail(List<Pair> pairs, int expected, String second) {
        if (pairs.isEmpty()) {
            return expected == 0
                    ? "The arms share no category and seed."
                    : Format.count(expected, "pair is", "pairs are") + " on the way.";
        }
        long ahead =
                pairs.stream().filter(pair -> metric.better(pair.b(), pair.a())).count();
        String text = "Over " + Format.count(pairs.size(), "finished pair", "finished pairs")
                + " (same category, same seed) " + second + " is ahead in " + ahead + ".";
        int open = expected - pairs.size();
        return open == 0 ? text : text + " " + Format.count(open, "pair has", "pairs have") + " no figure yet.";
    }

    private ExperimentView.Pair row(Pair pair) {
        return new ExperimentView.Pair(
                pair.first().category(),
                Long.toString(pair.first().seed()),
                metric.text(pair.a()),
                metric.text(pair.b()),
                metric.difference(pair.b() - pair.a()));
    }
}
