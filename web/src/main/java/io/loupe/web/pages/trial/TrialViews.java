package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.Standing;
import io.loupe.web.catalogue.TimelineEntry;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.catalogue.Verbs;
import io.loupe.web.catalogue.Verdict;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.pages.layout.Beats;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.Links;
import io.loupe.web.pages.layout.MetricWords;
import io.loupe.web.pages.layout.Progress;
import io.loupe.web.pages.layout.ProgressView;
import io.loupe.web.pages.layout.State;
import io.loupe.web.pages.layout.When;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Fills the page of one trial from what the catalogue, the heartbeats and the store know. */
final class TrialViews {
    private static final int POINTS = 200;

    private final DetectorCatalogue detectors;
    private final Links links;
    private final History history;
    private final Evaluated evaluated;
    private final MadeWeights made;

    TrialViews(DetectorCatalogue detectors, Links links, History history, Evaluated evaluated, MadeWeights made) {
        this.made = made;
        this.detectors = detectors;
        this.links = links;
        this.history = history;
        this.evaluated = evaluated;
    }

    TrialView view(Trial trial, Arm arm, List<TimelineEntry> timeline, Surroundings around, Beats beats, Instant now) {
        Optional<Beats.Beat> beat = trial.state().active() ? beats.of(trial.id()) : Optional.empty();
        boolean scores = detectors.scoresImages(arm.detector());
        TrialState state = trial.state();
        History.Recorded recorded = history.of(trial.id(), trial.spec().chain(), POINTS);
        Optional<Long> checkpoint = recorded.checkpoint();
        SettingsTable settings = SettingsTable.of(arm, trial.spec().settings(), detectors);
        Evaluated.Files files = evaluated.of(trial);
        List<TrialView.HeatMap> heatMaps = files.heatMaps();
        Standing standing = around.standing();
        return new TrialView(
                trial.id().toString(),
                Format.shortId(trial.id().toString()),
                trial.name(),
                State.of(state),
                line(trial, beat, checkpoint, now) + place(around) + asked(standing),
                !state.terminal(),
                progress(trial, beat),
                happens(Verb.RESUME, standing) ? resume(checkpoint) : "",
                standing == Standing.NEEDS_ATTENTION || standing == Standing.PAUSED || standing == Standing.VANISHED,
                happens(Verb.CANCEL, standing),
                happens(Verb.GIVE_UP, standing),
                MoreBuilder.build(around, checkpoint.isPresent(), now),
                checkpoint.map(step -> "step " + Format.number(step)).orElse(""),
                trial.state().active()
                        ? beats.retry(trial.id()).map(TrialViews::retry).orElse("")
                        : "",
                trial.failure()
                        .filter(failure -> state == TrialState.NEEDS_ATTENTION || state == TrialState.GIVEN_UP)
                        .map(failure -> new TrialView.Failure(
                                failure.failureClass().name(),
                                failure.cause(),
                                failure.place(),
                                failure.advice(),
                                failure.log(),
                                When.of(trial.stateSince(), now))),
                trial.experimentName(),
                "/experiments/" + trial.experimentId(),
                links(trial, files.links()),
                TrainingBuilder.build(recorded.metrics(), beat.filter(known -> training(known))),
                TimelineBuilder.build(timeline, now),
                arm.detector() + ", preset " + arm.preset(),
                settings.different(),
                settings.same(),
                figures(trial, heatMaps, headline(trial)),
                figures(trial, heatMaps, headline(trial).negate()),
                trial.evaluatedStep().isPresent()
                        ? "of step " + Format.number(trial.evaluatedStep().getAsLong())
                        : "",
                scores
                        ? "Measured once training has ended: AUROC, average precision, F1-max and AU-PRO, at the images'"
                                + " own size, on raw scores."
                        : "This trial makes weights for other trials and scores no image. How good they are is measured"
                                + " once training has ended.",
                scores || state != TrialState.SUCCEEDED ? Optional.empty() : made.of(trial.id()),
                files.evaluation(),
                heatMaps,
                files.scale(),
                heatMaps.stream()
                        .map(TrialView.HeatMap::label)
                        .distinct()
                        .sorted()
                        .toList(),
                files.byDefect());
    }

    private static boolean training(Beats.Beat beat) {
        return beat.progress().phase().equals("training");
    }

    private static boolean happens(Verb verb, Standing standing) {
        return Verbs.verdict(verb, standing) instanceof Verdict.Happens;
    }

    private static String resume(Optional<Long> checkpoint) {
        return checkpoint.map(step -> "Resume from step " + Format.number(step)).orElse("Resume");
    }

    private static String place(Surroundings around) {
        return around.place()
                        .map(place -> " · place " + place.place() + " of " + place.length() + " in the queue")
                        .orElse("")
                + around.startsIn()
                        .map(left -> ", starts in about " + Format.duration(left))
                        .orElse("");
    }

    /** What was asked and has not happened yet. */
    private static String asked(Standing standing) {
        return switch (standing) {
            case PAUSING -> " · pause was asked for";
            case RESTARTING -> " · restart was asked for";
            case CANCELLING -> " · cancel was asked for";
            case VANISHED -> " · its workflow is gone, so nothing runs";
            case QUEUED, AT_WORK, PAUSED, NEEDS_ATTENTION, SUCCEEDED, CANCELLED, GIVEN_UP -> "";
        };
    }

    private static String line(Trial trial, Optional<Beats.Beat> beat, Optional<Long> checkpoint, Instant now) {
        String since = Format.ago(trial.stateSince(), now);
        String kept = checkpoint
                .map(step -> " · checkpoint at step " + Format.number(step))
                .orElse("");
        return switch (trial.state()) {
            case QUEUED -> "waits for a device (" + trial.spec().queue() + ") since " + since;
            case PREPARING -> "fetches and verifies its dataset";
            case TRAINING, EVALUATING, EXPORTING -> beat.map(TrialViews::where).orElse("on a worker") + kept;
            case PAUSED -> "paused " + since + ", holds no device" + kept;
            case NEEDS_ATTENTION -> "stopped " + since + ", holds no device" + kept;
            case SUCCEEDED ->
                took(trial)
                        + trial.weightsSha256()
                                .map(hash -> " · final weights " + hash.substring(0, 8))
                                .orElse("");
            case CANCELLED -> "cancelled " + since + kept;
            case GIVEN_UP -> "given up " + since + kept;
        };
    }

    private static String where(Beats.Beat beat) {
        String device = beat.worker().isEmpty()
                ? beat.progress().device()
                : beat.worker() + " · " + beat.progress().device();
        return (beat.attempt() > 1 ? "attempt " + beat.attempt() + " on " : "on ") + device;
    }

    private static String took(Trial trial) {
        String steps = trial.evaluatedStep().isPresent()
                ? Format.count(trial.evaluatedStep().getAsLong(), "step", "steps")
                : "";
        if (trial.startedAt().isEmpty() || trial.endedAt().isEmpty()) {
            return steps;
        }
        Duration took =
                Duration.between(trial.startedAt().get(), trial.endedAt().get());
        return steps + (steps.isEmpty() ? "took " : " · took ") + Format.duration(took);
    }

    private static ProgressView progress(Trial trial, Optional<Beats.Beat> beat) {
        boolean atWork = trial.state().active() && trial.state() != TrialState.QUEUED;
        return atWork ? beat.map(known -> Progress.of(known.progress())).orElse(ProgressView.NONE) : ProgressView.NONE;
    }

    private List<TrialView.Link> links(Trial trial, List<TrialView.Link> files) {
        List<TrialView.Link> elsewhere = new ArrayList<>();
        trial.mlflowRunId()
                .ifPresent(run ->
                        elsewhere.add(new TrialView.Link("MLflow run " + Format.shorten(run, 9), links.run(run))));
        links.history(WorkflowNames.trialWorkflow(trial.id().toString()))
                .ifPresent(href -> elsewhere.add(new TrialView.Link("Temporal history", href)));
        elsewhere.addAll(files);
        return elsewhere;
    }

    /** Every figure that evaluation wrote down, in the order of pages. */
    private static List<TrialView.Figure> figures(
            Trial trial, List<TrialView.HeatMap> heatMaps, Predicate<String> wanted) {
        long good = heatMaps.stream().filter(map -> map.label().equals("good")).count();
        String images = good + " good, " + (heatMaps.size() - good) + " defective";
        return trial.metrics().entrySet().stream()
                .filter(metric -> MetricWords.evaluated(metric.getKey()) && wanted.test(metric.getKey()))
                .sorted(Map.Entry.comparingByKey(MetricWords.order()))
                .map(metric -> new TrialView.Figure(
                        MetricWords.word(metric.getKey()),
                        MetricWords.text(metric.getKey(), metric.getValue()),
                        metric.getKey().equals("eval/image_auroc") && !heatMaps.isEmpty()
                                ? images
                                : MetricWords.note(metric.getKey())))
                .toList();
    }

    /** What is compared first; where none of it was measured, all there is. */
    private static Predicate<String> headline(Trial trial) {
        return trial.metrics().keySet().stream().anyMatch(MetricWords.headlines()::contains)
                ? MetricWords.headlines()::contains
                : metric -> true;
    }

    private static String retry(Beats.Retry retry) {
        return "Attempt " + (retry.attempt() - 1) + " ended: " + withoutStop(retry.failure()) + ". Attempt "
                + retry.attempt()
                + (retry.waits()
                        ? " follows by itself and waits for a device."
                        : " is under way and goes on from the last checkpoint.");
    }

    private static String withoutStop(String sentence) {
        String plain = sentence.strip();
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
