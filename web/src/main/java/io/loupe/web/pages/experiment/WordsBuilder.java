package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.results.Pairs;
import io.loupe.web.results.RecentComparisons;
import io.loupe.web.results.Results;
import io.loupe.web.statistics.PairedComparison;
import java.util.List;
import java.util.Optional;

/** Says in sentences what the difference between the first two arms is worth. */
final class WordsBuilder {
    private final Results results;
    private final Metric metric;
    private final RecentComparisons comparisons;

    WordsBuilder(Results results, Metric metric, RecentComparisons comparisons) {
        this.results = results;
        this.metric = metric;
        this.comparisons = comparisons;
    }

    Optional<ExperimentView.Words> build(List<Arm> arms) {
        if (arms.size() < 2) {
            return Optional.empty();
        }
        String first = arms.get(0).name();
        String second = arms.get(1).name();
        Pairs pairs = Pairs.of(
                results, metric.key(), arms.get(0).position(), arms.get(1).position());
        PairedComparison comparison = comparisons.of(pairs.differences());
        ComparisonWords words = ComparisonWords.of(comparison, metric, first, second);
        return Optional.of(new ExperimentView.Words(
                second + " − " + first + ", " + metric.word(),
                words.headline(),
                words.claim(),
                detail(pairs, second),
                words.method(),
                pairs.finished().stream().map(this::row).toList()));
    }

    private String detail(Pairs pairs, String second) {
        int finished = pairs.finished().size();
        if (finished == 0) {
            return pairs.expected() == 0
                    ? "There is no category and seed in both."
                    : Format.count(pairs.expected(), "pair has", "pairs have") + " no figure yet.";
        }
        long ahead = pairs.finished().stream()
                .filter(pair -> metric.better(pair.b(), pair.a()))
                .count();
        String text = "Over " + Format.count(finished, "finished pair", "finished pairs")
                + " (same category, same seed) " + second + " is ahead in " + ahead + ".";
        int open = pairs.expected() - finished;
        return open == 0 ? text : text + " " + Format.count(open, "pair has", "pairs have") + " no figure yet.";
    }

    private ExperimentView.Pair row(Pairs.Pair pair) {
        return new ExperimentView.Pair(
                pair.first().category(),
                Long.toString(pair.first().seed()),
                metric.text(pair.a()),
                metric.text(pair.b()),
                metric.difference(pair.difference()));
    }
}
