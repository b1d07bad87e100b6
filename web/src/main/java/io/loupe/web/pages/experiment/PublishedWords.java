package io.loupe.web.pages.experiment;

import io.loupe.web.published.PublishedFigure;
import io.loupe.web.statistics.Spread;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what is in print beside a figure: one of them shown, the others named. */
final class PublishedWords {
    private PublishedWords() {}

    /**
     * @param figures most comparable first
     * @param ours what stands in the cell; without a figure nothing is compared
     */
    static Optional<ExperimentView.Published> of(List<PublishedFigure> figures, Spread ours, Metric metric) {
        if (figures.isEmpty()) {
            return Optional.empty();
        }
        PublishedFigure first = figures.getFirst();
        String also = figures.stream()
                .skip(1)
                .map(figure -> brief(figure.value(), metric) + " (" + figure.method() + "; "
                        + figure.table().citation() + ")")
                .collect(Collectors.joining("; "));
        return Optional.of(new ExperimentView.Published(
                brief(first.value(), metric),
                first.value(),
                first.comparable(),
                first.comparable() && ours.count() > 0 ? metric.difference(ours.mean() - first.value()) : "",
                String.join(" ", first.reasons()),
                first.method() + ": " + first.table().citation() + "."
                        + (also.isEmpty() ? "" : " Also in print: " + also + ".")));
    }

    /** {@code .988}, {@code 1.000}; a time as it is. */
    private static String brief(double value, Metric metric) {
        String text = metric.text(value);
        return metric.share() && text.startsWith("0.") ? text.substring(1) : text;
    }
}
