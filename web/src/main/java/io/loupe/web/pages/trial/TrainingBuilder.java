package io.loupe.web.pages.trial;

import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.SeriesStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a trial's losses are: the series of the chart, their newest values, and a short table. A method that minimises
 * nothing, such as PatchCore, shows whatever else it measures while it trains.
 */
final class TrainingBuilder {
    private static final String TRAINING = "train/";
    private static final String TOTAL = "train/loss";
    private static final String LEARNING_RATE = "train/learning_rate";
    private static final int ROWS = 9;

    private TrainingBuilder() {}

    static TrialView.Training build(Map<String, List<History.Point>> metrics, Optional<Beats.Beat> beat) {
        Map<String, Double> newest = new HashMap<>();
        metrics.forEach((name, points) -> {
            if (!points.isEmpty()) {
                newest.put(name, points.getLast().value());
            }
        });
        beat.ifPresent(known -> newest.putAll(known.progress().losses()));
        List<String> names = names(newest.keySet());
        List<TrialView.Term> terms = new ArrayList<>();
        for (String name : names) {
            terms.add(
                    new TrialView.Term(name, word(name), Format.value(newest.get(name)), SeriesStyle.of(terms.size())));
        }
        return new TrialView.Training(
                terms,
                names.stream().map(TrainingBuilder::word).toList(),
                rows(metrics, names),
                FactsBuilder.build(metrics, beat));
    }

    private static List<String> names(Set<String> metrics) {
        List<String> measured = metrics.stream()
                .filter(name -> name.startsWith(TRAINING) && !name.equals(LEARNING_RATE))
                .sorted()
                .toList();
        List<String> losses = measured.stream().filter(TrainingBuilder::isLoss).toList();
        return losses.isEmpty() ? measured : losses;
    }

    private static boolean isLoss(String name) {
        return name.equals(TOTAL) || name.startsWith(TOTAL + "/");
    }

    private static String word(String name) {
        if (name.equals(TOTAL)) {
            return "total";
        }
        return name.substring((isLoss(name) ? TOTAL + "/" : TRAINING).length()).replace('_', ' ');
    }

    /** Values at a few steps, first and last among them. */
    private static List<List<String>> rows(Map<String, List<History.Point>> metrics, List<String> names) {
        List<Long> steps = names.stream()
                .flatMap(name -> metrics.getOrDefault(name, List.of()).stream())
                .map(History.Point::step)
                .distinct()
                .sorted()
                .toList();
        TreeSet<Long> chosen = new TreeSet<>();
        for (int i = 0; i < ROWS && !steps.isEmpty(); i++) {
            chosen.add(steps.get((int) ((long) i * (steps.size() - 1) / (ROWS - 1))));
        }
        List<List<String>> rows = new ArrayList<>();
        for (long step : chosen) {
            List<String> row = new ArrayList<>();
            row.add(Format.number(step));
            names.forEach(name -> row.add(metrics.getOrDefault(name, List.of()).stream()
                    .filter(point -> point.step() == step)
                    .map(point -> Format.value(point.value()))
                    .findFirst()
                    .orElse("")));
            rows.add(row);
        }
        return rows;
    }
}
