package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.results.Place;
import io.loupe.web.statistics.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bars by category; the axis says where it starts. */
final class BarsBuilder {
    private final MatrixBuilder matrix;
    private final Metric metric;
    private final List<Arm> arms;

    BarsBuilder(MatrixBuilder matrix, Metric metric, List<Arm> arms) {
        this.matrix = matrix;
        this.metric = metric;
        this.arms = arms;
    }

    /** Categories that have a figure; none for errors and times, which have no natural axis. */
    List<ExperimentView.BarGroup> build() {
        List<ExperimentView.BarGroup> groups = new ArrayList<>();
        double from = from();
        if (Double.isNaN(from) || !metric.share()) {
            return groups;
        }
        for (Place place : matrix.places()) {
            if (arms.stream()
                    .noneMatch(arm -> matrix.spread(place, arm.position()).count() > 0)) {
                continue;
            }
            groups.add(new ExperimentView.BarGroup(
                    place.category(),
                    arms.stream().map(arm -> bar(place, arm, from)).toList()));
        }
        return groups;
    }

    String axis() {
        return metric.word() + ", axis from " + String.format(Locale.ROOT, "%.1f", from()) + " to 1.0";
    }

    /** The tenth below the smallest figure, so that differences are seen; NaN without figures. */
    private double from() {
        double smallest = matrix.places().stream()
                .flatMap(place -> arms.stream().map(arm -> matrix.spread(place, arm.position())))
                .filter(spread -> spread.count() > 0)
                .mapToDouble(spread -> spread.count() > 1 ? spread.mean() - spread.deviation() : spread.mean())
                .min()
                .orElse(Double.NaN);
        return Double.isNaN(smallest) ? smallest : Math.max(0, Math.min(0.9, Math.floor(smallest * 10 - 0.2) / 10));
    }

    private ExperimentView.Bar bar(Place place, Arm arm, double from) {
        Spread spread = matrix.spread(place, arm.position());
        int series = MatrixBuilder.series(arm.position());
        if (spread.count() == 0) {
            return new ExperimentView.Bar(arm.name(), series, "–", "", "", "", "");
        }
        boolean whisker = spread.count() > 1;
        Optional<ExperimentView.Published> print = matrix.published(place, arm);
        return new ExperimentView.Bar(
                arm.name(),
                series,
                Format.metric(spread.mean()),
                percent(spread.mean(), from),
                whisker ? percent(spread.mean() - spread.deviation(), from) : "",
                whisker ? percent(spread.mean() + spread.deviation(), from) : "",
                print.map(figure -> percent(figure.value(), from)).orElse(""));
    }

    private static String percent(double value, double from) {
        double share = Math.clamp((value - from) / (1 - from), 0, 1);
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
