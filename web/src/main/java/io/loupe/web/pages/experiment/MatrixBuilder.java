package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Progress;
import io.loupe.web.pages.layout.SeriesStyle;
import io.loupe.web.pages.layout.State;
import io.loupe.web.published.PublishedFigures;
import io.loupe.web.results.MeanGroup;
import io.loupe.web.results.Place;
import io.loupe.web.results.Results;
import io.loupe.web.statistics.Spread;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes the matrix of an experiment: what every cell shows, and which of them is ahead. */
final class MatrixBuilder {
    /** Below three seeds nobody is called ahead. */
    private static final int SEEDS_TO_BE_AHEAD = 3;

    private final List<Arm> arms;
    private final Results results;
    private final List<Metric> choices;
    private final Metric metric;
    private final boolean weights;
    private final PublishedFigures published;
    private final Beats beats;

    MatrixBuilder(
            List<Arm> arms,
            Results results,
            List<Metric> choices,
            Metric metric,
            boolean weights,
            PublishedFigures published,
            Beats beats) {
        this.arms = arms;
        this.results = results;
        this.choices = choices;
        this.metric = metric;
        this.weights = weights;
        this.published = published;
        this.beats = beats;
    }

    ExperimentView.Matrix build() {
        List<ExperimentView.Row> rows = places().stream().map(this::row).toList();
        boolean anyPublished = rows.stream()
                .flatMap(row -> row.cells().stream())
                .anyMatch(cell -> cell.published().isPresent());
        return new ExperimentView.Matrix(
                choices.stream()
                        .map(each -> new ExperimentView.Metric(
                                each.value(),
                                each.word(),
                                "?metric=" + each.value(),
                                each.equals(metric),
                                each.headline()))
                        .toList(),
                metric.value(),
                arms.stream()
                        .map(arm -> new ExperimentView.Arm(arm.name(), arm.detector(), series(arm.position())))
                        .toList(),
                rows,
                places().size() > 1 ? Optional.of(meanRow()) : Optional.empty(),
                MeanGroup.of(results, metric.key()).stream().map(this::groupRow).toList(),
                anyPublished,
                weights);
    }

    /** Colour and dash of an arm. */
    static int series(int position) {
        return SeriesStyle.of(position);
    }

    List<Place> places() {
        return results.places();
    }

    List<Trial> cell(Place place, int arm) {
        return results.cell(place, arm);
    }

    Spread spread(Place place, int arm) {
        return results.spread(place, arm, metric.key());
    }

    OptionalDouble figure(Trial trial) {
        return Results.figure(trial, metric.key());
    }

    /** What is in print beside a cell, most comparable first. */
    Optional<ExperimentView.Published> published(Place place, Arm arm) {
        return PublishedWords.of(
                published.of(arm, metric.value(), images(place)), spread(place, arm.position()), metric);
    }

    private PublishedFigures.Images images(Place place) {
        return results.images(place);
    }

    private ExperimentView.Row row(Place place) {
        OptionalDouble ahead = ahead(place);
        List<ExperimentView.Cell> cells = new ArrayList<>();
        for (Arm arm : arms) {
            Spread spread = spread(place, arm.position());
            cells.add(new ExperimentView.Cell(
                    spread.count() == 0 ? "–" : metric.text(spread.mean()),
                    note(spread),
                    ahead.isPresent() && spread.mean() == ahead.getAsDouble(),
                    published(place, arm),
                    cell(place, arm.position()).stream().map(this::seed).toList()));
        }
        boolean several = places().stream().map(Place::dataset).distinct().count() > 1;
        return new ExperimentView.Row(
                several ? place.dataset() + " / " + place.category() : place.category(),
                results.summary(place).map(MatrixBuilder::counts).orElse(""),
                cells);
    }

    private static String counts(CategorySummary category) {
        return Format.number(category.trainGood()) + " train · "
                + Format.number(category.testGood() + category.testDefective()) + " test";
    }

    private String note(Spread spread) {
        return switch (spread.count()) {
            case 0 -> "";
            case 1 -> "1 seed";
            case 2 -> "± " + metric.text(spread.deviation()) + ", 2 seeds";
            default -> "± " + metric.text(spread.deviation());
        };
    }

    /** The best mean of a row, once every arm has ended there with three seeds or more. */
    private OptionalDouble ahead(Place place) {
        boolean comparable = arms.size() > 1
                && arms.stream()
                        .allMatch(arm -> spread(place, arm.position()).count() >= SEEDS_TO_BE_AHEAD
                                && cell(place, arm.position()).stream()
                                        .noneMatch(trial -> trial.state().active()));
        return comparable
                ? arms.stream()
                        .mapToDouble(arm -> spread(place, arm.position()).mean())
                        .reduce((first, second) -> metric.better(second, first) ? second : first)
                : OptionalDouble.empty();
    }

    private ExperimentView.Seed seed(Trial trial) {
        State state = State.of(trial.state());
        String percent = trial.onDevice()
                ? beats.of(trial.id())
                        .map(beat -> Progress.of(beat.progress()).percent() + " %")
                        .orElse("")
                : "";
        String label =
                trial.name() + ": " + state.lower() + (percent.isEmpty() ? "" : ", " + percent) + figureLabel(trial);
        return new ExperimentView.Seed(trial.id().toString(), "/trials/" + trial.id(), state, label, percent);
    }

    private String figureLabel(Trial trial) {
        OptionalDouble figure = figure(trial);
        return figure.isPresent() ? ", " + metric.word() + " " + metric.text(figure.getAsDouble()) : "";
    }

    private ExperimentView.Row groupRow(MeanGroup group) {
        List<PublishedFigures.Images> images = group.images(results);
        List<ExperimentView.Cell> cells = new ArrayList<>();
        for (Arm arm : arms) {
            OptionalDouble mean = group.mean(results, arm.position());
            cells.add(new ExperimentView.Cell(
                    mean.isPresent() ? metric.text(mean.getAsDouble()) : "–",
                    "",
                    false,
                    PublishedWords.of(
                            group.all()
                                    ? published.meanOfThree(arm, metric.value(), images)
                                    : published.mean(arm, metric.value(), images),
                            Spread.of(mean.stream().boxed().toList()),
                            metric),
                    List.of()));
        }
        return new ExperimentView.Row(group.name(), group.detail(), cells);
    }

    private ExperimentView.Row meanRow() {
        List<Place> places = places();
        List<ExperimentView.Cell> cells = new ArrayList<>();
        for (Arm arm : arms) {
            List<Double> means = places.stream()
                    .map(place -> spread(place, arm.position()))
                    .filter(spread -> spread.count() > 0)
                    .map(Spread::mean)
                    .toList();
            String note = means.isEmpty() || means.size() == places.size()
                    ? ""
                    : "preliminary, " + means.size() + " of " + places.size();
            cells.add(new ExperimentView.Cell(
                    means.isEmpty() ? "–" : metric.text(Spread.of(means).mean()),
                    note,
                    false,
                    PublishedWords.of(
                            published.mean(
                                    arm,
                                    metric.value(),
                                    places.stream().map(this::images).toList()),
                            means.size() == places.size() ? Spread.of(means) : Spread.of(List.of()),
                            metric),
                    List.of()));
        }
        return new ExperimentView.Row("mean", "over categories", cells);
    }
}
