package io.loupe.web.report;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.pages.experiment.ComparisonWords;
import io.loupe.web.pages.experiment.Metric;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.MetricWords;
import io.loupe.web.published.Collection;
import io.loupe.web.published.PublishedFigure;
import io.loupe.web.published.PublishedFigures;
import io.loupe.web.results.MeanGroup;
import io.loupe.web.results.Pairs;
import io.loupe.web.results.Place;
import io.loupe.web.results.Results;
import io.loupe.web.statistics.Holm;
import io.loupe.web.statistics.ImageBootstrap;
import io.loupe.web.statistics.ImageMetric;
import io.loupe.web.statistics.Interval;
import io.loupe.web.statistics.PairedComparison;
import io.loupe.web.statistics.Spread;
import io.loupe.web.statistics.WilcoxonSignedRank;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The tables of a report: figures with their spreads and intervals, what is in print beside them, arms against each other. */
final class ReportFigures {
    private static final PublishedFigures PUBLISHED = new PublishedFigures();

    private final Results results;
    private final List<Arm> arms;
    private final TrialScores scores;

    ReportFigures(Results results, List<Arm> arms, TrialScores scores) {
        this.results = results;
        this.arms = arms;
        this.scores = scores;
    }

    Report.Table table(Metric metric) {
        List<Place> places = results.places();
        return new Report.Table(
                metric.key(),
                metric.word(),
                MetricWords.note(metric.key()),
                metric.headline(),
                places.stream().map(place -> row(place, metric)).toList(),
                places.size() > 1 ? Optional.of(mean(places, metric)) : Optional.empty(),
                MeanGroup.of(results, metric.key()).stream()
                        .map(group -> row(group, metric))
                        .toList(),
                comparisons(metric));
    }

    /** Methods in print on the same images that no arm here is. */
    List<Report.InPrint> others(Metric metric) {
        List<Report.InPrint> found = new ArrayList<>();
        List<PublishedFigures.Images> images =
                results.places().stream().map(this::images).toList();
        PublishedFigures.whole(images).ifPresent(collection -> PUBLISHED
                .everyMethod(metric.value(), collection.name(), "mean")
                .forEach(figure -> found.add(inPrint(
                        figure, metric, collection.title() + ", mean, " + metric.word(), OptionalDouble.empty()))));
        PUBLISHED
                .everyMethod(metric.value())
                .forEach(figure ->
                        found.add(inPrint(figure, metric, "any images, " + metric.word(), OptionalDouble.empty())));
        for (PublishedFigures.Images each : images) {
            Collection.of(each.dataset()).ifPresent(collection -> PUBLISHED
                    .everyMethod(metric.value(), collection.name(), each.category())
                    .forEach(figure -> found.add(inPrint(
                            figure,
                            metric,
                            collection.title() + " " + each.category() + ", " + metric.word(),
                            OptionalDouble.empty()))));
        }
        return found;
    }

    private Report.Row row(Place place, Metric metric) {
        boolean several =
                results.places().stream().map(Place::dataset).distinct().count() > 1;
        return new Report.Row(
                several ? place.dataset() + " / " + place.category() : place.category(),
                results.summary(place)
                        .map(summary -> Format.number(summary.trainGood()) + " train, "
                                + Format.number(summary.testGood()) + " + " + Format.number(summary.testDefective())
                                + " test")
                        .orElse(""),
                arms.stream().map(arm -> figure(place, arm, metric)).toList());
    }

    private Report.Figure figure(Place place, Arm arm, Metric metric) {
        Spread spread = results.spread(place, arm.position(), metric.key());
        Optional<Interval> overImages = ImageMetric.of(metric.key())
                .flatMap(image -> ImageBootstrap.interval(
                        image,
                        results.cell(place, arm.position()).stream()
                                .filter(trial ->
                                        Results.figure(trial, metric.key()).isPresent())
                                .map(scores::of)
                                .toList()));
        return figure(
                arm, metric, spread, overImages, PUBLISHED.of(arm, metric.value(), images(place)), spread.count());
    }

    private static Report.Figure figure(
            Arm arm,
            Metric metric,
            Spread spread,
            Optional<Interval> overImages,
            List<PublishedFigure> published,
            int seeds) {
        OptionalDouble mean = spread.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(spread.mean());
        boolean spreads = seeds > 1 && spread.count() > 1;
        return new Report.Figure(
                arm.name(),
                mean,
                spreads ? OptionalDouble.of(spread.deviation()) : OptionalDouble.empty(),
                seeds,
                spread.count() == 0
                        ? "–"
                        : metric.text(spread.mean()) + (spreads ? " ± " + metric.text(spread.deviation()) : ""),
                overImages,
                overImages.map(ends -> ends(ends, metric)).orElse(""),
                published.stream()
                        .map(figure -> inPrint(figure, metric, "", mean))
                        .toList());
    }

    private Report.Row mean(List<Place> places, Metric metric) {
        List<Report.Figure> figures = new ArrayList<>();
        for (Arm arm : arms) {
            List<Double> means = places.stream()
                    .map(place -> results.spread(place, arm.position(), metric.key()))
                    .filter(spread -> spread.count() > 0)
                    .map(Spread::mean)
                    .toList();
            List<PublishedFigure> published = means.size() == places.size()
                    ? PUBLISHED.mean(
                            arm,
                            metric.value(),
                            places.stream().map(this::images).toList())
                    : List.of();
            Report.Figure figure = figure(arm, metric, Spread.of(means), Optional.empty(), published, 0);
            figures.add(
                    means.isEmpty() || means.size() == places.size()
                            ? figure
                            : figure.withShown(figure.shown() + " (" + means.size() + " of " + places.size() + ")"));
        }
        return new Report.Row("mean", "over categories", figures);
    }

    private Report.Row row(MeanGroup group, Metric metric) {
        List<PublishedFigures.Images> images = group.images(results);
        List<Report.Figure> figures = new ArrayList<>();
        for (Arm arm : arms) {
            OptionalDouble mean = group.mean(results, arm.position());
            List<PublishedFigure> published = mean.isEmpty()
                    ? List.of()
                    : group.all()
                            ? PUBLISHED.meanOfThree(arm, metric.value(), images)
                            : PUBLISHED.mean(arm, metric.value(), images);
            Spread one = Spread.of(mean.stream().boxed().toList());
            figures.add(figure(arm, metric, one, Optional.empty(), published, 0));
        }
        return new Report.Row(group.name(), group.detail(), figures);
    }

    private static Report.InPrint inPrint(PublishedFigure figure, Metric metric, String of, OptionalDouble ours) {
        OptionalDouble difference = figure.comparable() && ours.isPresent()
                ? OptionalDouble.of(ours.getAsDouble() - figure.value())
                : OptionalDouble.empty();
        return new Report.InPrint(
                of,
                figure.method(),
                figure.value(),
                metric.text(figure.value()),
                figure.comparable(),
                difference,
                difference.isPresent() ? metric.difference(difference.getAsDouble()) : "",
                figure.reasons(),
                figure.table().citation(),
                figure.table().certainty().name().toLowerCase(Locale.ROOT));
    }

    /** Every arm against every earlier one. */
    private List<Report.Comparison> comparisons(Metric metric) {
        List<int[]> couples = new ArrayList<>();
        for (int second = 1; second < arms.size(); second++) {
            for (int first = 0; first < second; first++) {
                couples.add(new int[] {first, second});
            }
        }
        List<PairedComparison> compared = couples.stream()
                .map(couple -> Pairs.of(
                                results,
                                metric.key(),
                                arms.get(couple[0]).position(),
                                arms.get(couple[1]).position())
                        .compare())
                .toList();
        List<OptionalDouble> corrected = Holm.correct(compared.stream()
                .map(comparison -> comparison
                        .test()
                        .map(WilcoxonSignedRank::p)
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()))
                .toList());
        List<Report.Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < compared.size(); i++) {
            comparisons.add(comparison(
                    metric,
                    arms.get(couples.get(i)[0]),
                    arms.get(couples.get(i)[1]),
                    compared.get(i),
                    corrected.get(i)));
        }
        return comparisons;
    }

    private Report.Comparison comparison(
            Metric metric, Arm first, Arm second, PairedComparison compared, OptionalDouble holm) {
        ComparisonWords words = ComparisonWords.of(compared, metric, first.name(), second.name());
        Optional<Interval> overImages = ImageMetric.of(metric.key())
                .flatMap(image -> ImageBootstrap.difference(image, twos(metric, first, second)));
        return new Report.Comparison(
                first.name(),
                second.name(),
                words.headline(),
                words.claim(),
                words.method(),
                compared,
                holm,
                overImages,
                overImages
                        .map(found -> second.name() + " less " + first.name()
                                + ", if the test images were drawn anew and nothing trained again: "
                                + signedEnds(found, metric))
                        .orElse(""));
    }

    private List<List<ImageBootstrap.Two>> twos(Metric metric, Arm first, Arm second) {
        Map<Place, List<ImageBootstrap.Two>> byPlace = new LinkedHashMap<>();
        for (Pairs.Pair pair : Pairs.of(results, metric.key(), first.position(), second.position())
                .finished()) {
            byPlace.computeIfAbsent(Place.of(pair.first()), place -> new ArrayList<>())
                    .add(new ImageBootstrap.Two(scores(pair.first()), scores(pair.second())));
        }
        return List.copyOf(byPlace.values());
    }

    private ImageBootstrap.Scores scores(Trial trial) {
        return scores.of(trial);
    }

    private PublishedFigures.Images images(Place place) {
        return results.images(place);
    }

    private static String ends(Interval interval, Metric metric) {
        return "[" + metric.text(interval.low()) + ", " + metric.text(interval.high()) + "]";
    }

    private static String signedEnds(Interval interval, Metric metric) {
        return "[" + metric.difference(interval.low()) + ", " + metric.difference(interval.high()) + "]";
    }
}
