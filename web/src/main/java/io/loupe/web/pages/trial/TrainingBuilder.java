package io.loupe.web.pages.trial;

import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.SeriesStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What a trial's losses are: the series of the chart, their newest values, and a short table. */
final class TrainingBuilder {
    private static final String TOTAL = "train/loss";
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
        List<String> names = newest.keySet().stream()
                .filter(name -> name.equals(TOTAL) || name.startsWith(TOTAL + "/"))
                .sorted(Comparator.naturalOrder())
                .toList();
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

    private static String word(String name) {
        return name.equals(TOTAL) ? "total" : name.substring(TOTAL.length() + 1).replace('_', ' ');
    }

    /** Values at a few steps, first and last among them. */
    private static List<List<String>> rows(Map<String, List<History.Point>> metrics, List<String> names) {
        List<Long> steps = new ArrayList<>(metrics.getOrDefault(TOTAL, List.of()).stream()
                .map(History.Point::step)
                .toList());
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
