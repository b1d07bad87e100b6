package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.Trial;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.MetricWords;
import java.util.List;
import java.util.stream.Stream;

/**
 * A figure that the arms of an experiment are compared by.
 *
 * @param value as documents and addresses have it
 * @param key as MLflow has it
 * @param headline whether it stands in the switch itself, and not behind it
 */
public record Metric(String value, String word, String key, boolean headline) {
    static final Metric AU_PRO = of("eval/au_pro_0.3");

    /** By MLflow's name. */
    public static Metric of(String key) {
        return new Metric(
                MetricWords.value(key),
                MetricWords.word(key),
                key,
                MetricWords.headlines().contains(key));
    }

    /** Whether it is an error or a time. */
    public boolean lowerIsBetter() {
        return MetricWords.lowerIsBetter(key);
    }

    /** Whether the first figure is better than the second. */
    public boolean better(double first, double second) {
        return lowerIsBetter() ? first < second : first > second;
    }

    /** Whether it lies between 0 and 1. */
    public boolean share() {
        return MetricWords.isShare(key);
    }

    /** A figure, with the digits that its kind deserves. */
    public String text(double figure) {
        return MetricWords.text(key, figure);
    }

    /** A difference with its sign. */
    public String difference(double difference) {
        if (share()) {
            return Format.difference(difference);
        }
        return (difference < 0 ? "−" : "+") + text(Math.abs(difference));
    }

    /**
     * What there is to choose from: the headlines, then what else the trials have. Trials that score nothing have only
     * figures of their own.
     *
     * @param scores whether any arm scores images
     */
    public static List<Metric> all(List<Trial> trials, boolean scores) {
        Stream<String> measured = trials.stream()
                .flatMap(trial -> trial.metrics().keySet().stream())
                .filter(MetricWords::evaluated);
        Stream<String> headlines = scores ? MetricWords.headlines().stream() : Stream.empty();
        return Stream.concat(headlines, measured)
                .distinct()
                .sorted(MetricWords.order())
                .map(Metric::of)
                .toList();
    }

    /** The metric asked for, else the first; AU-PRO while there is none at all. */
    static Metric chosen(List<Metric> all, String value) {
        return all.stream()
                .filter(metric -> metric.value.equals(value))
                .findFirst()
                .or(() -> all.stream().findFirst())
                .orElse(AU_PRO);
    }
}
