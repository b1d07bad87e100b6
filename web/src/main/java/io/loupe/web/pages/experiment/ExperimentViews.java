package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.DatasetVersion;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentOverview;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialCounts;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.catalogue.Verbs;
import io.loupe.web.catalogue.Verdict;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Links;
import io.loupe.web.pages.layout.Markdown;
import io.loupe.web.pages.layout.Progress;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import io.loupe.web.published.PublishedFigures;
import io.loupe.web.results.RecentComparisons;
import io.loupe.web.results.Results;
import io.loupe.workflows.FailureReport;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Fills the page of one experiment from what the catalogue knows. */
final class ExperimentViews {
    /** Seeds of an arm and category whose losses are drawn. */
    private static final int CURVES = 20;

    private final DetectorCatalogue detectors;
    private final RecentComparisons comparisons = new RecentComparisons();
    private final PublishedFigures published = new PublishedFigures();
    private final Links links;

    ExperimentViews(DetectorCatalogue detectors, Links links) {
        this.detectors = detectors;
        this.links = links;
    }

    /**
     * @param trials all trials of the experiment
     * @param versions of the datasets, as far as they are known
     * @param lost whether workflows of its trials are gone; asked late
     * @param wished value of the metric to show; empty or unknown for the first
     */
    ExperimentView view(
            Experiment experiment,
            List<Trial> trials,
            List<DatasetVersion> versions,
            BooleanSupplier lost,
            String wished,
            Beats beats,
            Instant now) {
        ExperimentOverview overview = experiment.overview();
        List<Boolean> scoring = experiment.arms().stream()
                .map(arm -> detectors.scoresImages(arm.detector()))
                .toList();
        List<Metric> choices = Metric.all(trials, scoring.contains(true));
        Metric metric = Metric.chosen(choices, wished);
        Results results = new Results(trials, versions);
        MatrixBuilder matrix = new MatrixBuilder(
                experiment.arms(), results, choices, metric, scoring.contains(false), published, beats);
        BarsBuilder bars = new BarsBuilder(matrix, metric, experiment.arms());
        List<ExperimentView.BarGroup> groups = bars.build();
        ExperimentView.Matrix cells = matrix.build();
        TrialCounts counts = overview.counts();
        boolean live = !overview.state().terminal();
        return new ExperimentView(
                overview.id().toString(),
                Format.shortId(overview.id().toString()),
                overview.name(),
                State.of(overview.state()),
                trials.stream()
                        .map(trial -> trial.spec().dataset() + "@"
                                + trial.spec().datasetVersion().substring(0, 8))
                        .distinct()
                        .toList(),
                shape(trials),
                When.of(overview.submittedAt(), now),
                overview.endedAt().map(ended -> When.of(ended, now)),
                Format.number(counts.succeeded()) + " of " + Format.count(counts.total(), "trial", "trials")
                        + " succeeded",
                remaining(trials, beats),
                live,
                Math.max(1, counts.total()),
                BarPart.of(counts),
                live && !cancelling(overview, trials)
                        ? Optional.of(new ExperimentView.Cancel(
                                counts.atWork(), counts.of(TrialState.QUEUED), counts.succeeded()))
                        : Optional.empty(),
                verbs(experiment, trials, lost.getAsBoolean()),
                trials.stream()
                        .filter(trial -> trial.state() == TrialState.NEEDS_ATTENTION)
                        .map(ExperimentViews::attention)
                        .toList(),
                cells,
                new WordsBuilder(results, metric, comparisons)
                        .build(experiment.arms().stream()
                                .filter(arm -> !scoring.contains(true) || detectors.scoresImages(arm.detector()))
                                .toList()),
                groups,
                groups.isEmpty() ? "" : bars.axis(),
                curves(trials),
                trials.stream().map(Trial::category).distinct().toList(),
                SettingsBuilder.of(experiment.arms(), detectors),
                Optional.of(experiment.notes())
                        .filter(notes -> !notes.isBlank())
                        .map(Markdown::html),
                experiment.document(),
                "",
                links.history(WorkflowNames.experimentWorkflow(overview.id().toString()))
                        .orElse(""));
    }

    private static ExperimentView.Verbs verbs(Experiment experiment, List<Trial> trials, boolean lost) {
        TrialCounts counts = experiment.overview().counts();
        int failed = counts.of(TrialState.NEEDS_ATTENTION);
        return new ExperimentView.Verbs(
                trials.stream()
                        .anyMatch(trial -> Verbs.verdict(Verb.PAUSE, trial.standing(false)) instanceof Verdict.Happens),
                failed > 0 || counts.of(TrialState.PAUSED) > 0 || lost,
                lost,
                failed,
                experiment.priority(),
                !experiment.overview().state().terminal());
    }

    /** One that was cancelled, and of which a trial was resumed since, is not. */
    private static boolean cancelling(ExperimentOverview overview, List<Trial> trials) {
        return overview.cancelRequestedAt().isPresent()
                && trials.stream()
                        .anyMatch(trial -> trial.endedAt().isEmpty()
                                && trial.cancelRequestedAt().isPresent());
    }

    static String shape(List<Trial> trials) {
        long categories = trials.stream()
                .map(trial -> trial.spec().dataset() + "/" + trial.category())
                .distinct()
                .count();
        long arms = trials.stream().map(Trial::armPosition).distinct().count();
        long seeds = trials.stream().map(Trial::seed).distinct().count();
        return shape(categories, arms, seeds);
    }

    static String shape(long categories, long arms, long seeds) {
        return Format.count(categories, "category", "categories") + " · " + Format.count(arms, "arm", "arms") + " · "
                + Format.count(seeds, "seed", "seeds");
    }

    private static ExperimentView.Attention attention(Trial trial) {
        return new ExperimentView.Attention(
                trial.id().toString(),
                trial.name(),
                "/trials/" + trial.id(),
                trial.failure().map(FailureReport::cause).orElse("stopped and waits for you."),
                "Resume");
    }

    /** A browser asks for each of them, and more lines than these are a carpet. */
    private static List<ExperimentView.CurveTrial> curves(List<Trial> trials) {
        Map<List<Object>, Integer> counts = new HashMap<>();
        return trials.stream()
                .filter(trial -> counts.merge(
                                List.of(trial.spec().dataset(), trial.category(), trial.armPosition()), 1, Integer::sum)
                        <= CURVES)
                .map(ExperimentViews::curve)
                .toList();
    }

    private static ExperimentView.CurveTrial curve(Trial trial) {
        return new ExperimentView.CurveTrial(
                trial.id().toString(),
                trial.category(),
                trial.arm(),
                MatrixBuilder.series(trial.armPosition()),
                Long.toString(trial.seed()));
    }

    /** From the trials that have finished, and the rates of those that run; silent while there is too little of both. */
    static String remaining(List<Trial> trials, Beats beats) {
        List<Trial> atWork = trials.stream()
                .filter(trial -> trial.state().active() && trial.state() != TrialState.QUEUED)
                .toList();
        long queued = trials.stream()
                .filter(trial -> trial.state() == TrialState.QUEUED)
                .count();
        List<Duration> running = atWork.stream()
                .flatMap(trial -> beats.of(trial.id()).stream())
                .filter(beat -> beat.progress().phase().equals("training"))
                .flatMap(beat -> Progress.left(beat.progress()).stream())
                .toList();
        List<Duration> finished = trials.stream()
                .filter(trial -> trial.state() == TrialState.SUCCEEDED
                        && trial.startedAt().isPresent())
                .map(trial -> Duration.between(
                        trial.startedAt().orElseThrow(), trial.endedAt().orElseThrow()))
                .toList();
        if (atWork.isEmpty() || running.isEmpty() || (queued > 0 && finished.isEmpty())) {
            return "";
        }
        double seconds = running.stream().collect(Collectors.summingDouble(Duration::toSeconds));
        if (queued > 0) {
            seconds += queued * finished.stream().collect(Collectors.averagingDouble(Duration::toSeconds));
        }
        return "about " + Format.duration(Duration.ofSeconds(Math.round(seconds / atWork.size()))) + " left";
    }
}
