package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Progress;
import io.loupe.web.pages.layout.SeriesStyle;
import io.loupe.web.pages.layout.State;
import io.loupe.workflows.trial.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** Makes the matrix of an experiment: what every cell shows, and which of them is ahead. */
final class MatrixBuilder {
    /** Below three seeds nobody is called ahead. */
    private static final int SEEDS_TO_BE_AHEAD = 3;

    private final List<Arm> arms;
    private final List<Trial> trials;
    private final List<Metric> choices;
    private final Metric metric;
    private final boolean weights;
    private final PublishedFigures published;
    private final Beats beats;
    private final Function<Place, String> detail;

    /** A row: the same category may stand in two datasets. */
    record Place(String dataset, String version, String category) {}

    MatrixBuilder(
            List<Arm> arms,
            List<Trial> trials,
            List<Metric> choices,
            Metric metric,
            boolean weights,
            PublishedFigures published,
            Beats beats,
            Function<Place, String> detail) {
        this.arms = arms;
        this.trials = trials;
        this.choices = choices;
        this.metric = metric;
        this.weights = weights;
        this.published = published;
        this.beats = beats;
        this.detail = detail;
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
                anyPublished,
                weights);
    }

    /** Colour and dash of an arm. */
    static int series(int position) {
        return SeriesStyle.of(position);
    }

    Set<Place> places() {
        Set<Place> places = new LinkedHashSet<>();
        trials.stream().sorted(Comparator.comparingInt(Trial::position)).forEach(trial -> places.add(place(trial)));
        return places;
    }

    private static Place place(Trial trial) {
        return new Place(trial.spec().dataset(), trial.spec().datasetVersion(), trial.category());
    }

    List<Trial> cell(Place place, int arm) {
        return trials.stream()
                .filter(trial -> trial.armPosition() == arm && place(trial).equals(place))
                .sorted(Comparator.comparingLong(Trial::seed))
                .toList();
    }

    Spread spread(Place place, int arm) {
        return Spread.of(cell(place, arm).stream()
                .map(this::figure)
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList());
    }

    OptionalDouble figure(Trial trial) {
        Double figure = trial.metrics().get(metric.key());
        return trial.state() == TrialState.SUCCEEDED && figure != null
                ? OptionalDouble.of(figure)
                : OptionalDouble.empty();
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
                    published.of(arm, metric, place.dataset(), place.category()),
                    cell(place, arm.position()).stream().map(this::seed).toList()));
        }
        boolean several = places().stream().map(Place::dataset).distinct().count() > 1;
        return new ExperimentView.Row(
                several ? place.dataset() + " / " + place.category() : place.category(), detail.apply(place), cells);
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
        String percent = trial.state().active() && trial.state() != TrialState.QUEUED
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

    private ExperimentView.Row meanRow() {
        List<Place> places = List.copyOf(places());
        List<String> categories = places.stream().map(Place::category).toList();
        boolean oneDataset = places.stream().map(Place::dataset).distinct().count() == 1;
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
                    oneDataset
                            ? published.mean(arm, metric, places.getFirst().dataset(), categories)
                            : Optional.empty(),
                    List.of()));
        }
        return new ExperimentView.Row("mean", "over categories", cells);
    }
}
