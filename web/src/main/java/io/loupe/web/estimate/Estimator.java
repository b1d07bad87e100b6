package io.loupe.web.estimate;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.FinishedTrial;
import io.loupe.web.catalogue.MeasuredTrials;
import io.loupe.web.catalogue.MeasuredTrials.Measured;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DetectorDescription;
import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.document.ExperimentDocument.DataChoice;
import io.loupe.web.estimate.Estimate.Basis;
import io.loupe.web.estimate.Estimate.Part;
import io.loupe.web.live.LiveTrial;
import io.loupe.web.live.LiveTrials;
import io.loupe.web.orchestration.Workers;
import io.loupe.workflows.dataset.ImportOutcome.CategorySummary;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a document would cost, from what trials have cost on the kind of device that it would get: such with the same settings
 * on the same images, or else such whose steps cost the same, see {@link Likeness}, or else the rate of such that train now.
 * Where there is none, nothing is said.
 */
@ApplicationScoped
public class Estimator {
    private final DatasetRepository datasets;
    private final MeasuredTrials measurements;
    private final DetectorCatalogue detectors;
    private final Workers workers;
    private final LiveTrials live;

    Estimator(
            DatasetRepository datasets,
            MeasuredTrials measurements,
            DetectorCatalogue detectors,
            Workers workers,
            LiveTrials live) {
        this.datasets = requireNonNull(datasets, "datasets is null");
        this.measurements = requireNonNull(measurements, "measurements is null");
        this.detectors = requireNonNull(detectors, "detectors is null");
        this.workers = requireNonNull(workers, "workers is null");
        this.live = requireNonNull(live, "live is null");
    }

    /** Nothing is started by asking. */
    public Estimate estimate(ExperimentDocument document) {
        String queue = workers.queue(document.run().device());
        Map<String, Known> byDetector = new HashMap<>();
        document.arms().forEach(arm -> byDetector.computeIfAbsent(arm.detector(), detector -> known(detector, queue)));
        List<Part> parts = new ArrayList<>();
        for (DataChoice choice : document.data()) {
            List<CategorySummary> summaries = datasets.versions(choice.dataset()).stream()
                    .filter(version -> version.version().equals(choice.version()))
                    .flatMap(version -> version.categories().stream())
                    .filter(summary -> choice.categories().contains(summary.name()))
                    .toList();
            for (CategorySummary summary : summaries) {
                for (Arm arm : document.arms()) {
                    parts.add(
                            part(arm, choice, summary, document.seeds().size(), queue, byDetector.get(arm.detector())));
                }
            }
        }
        int unknown = parts.stream()
                .filter(part -> part.secondsEach().isEmpty())
                .mapToInt(Part::trials)
                .sum();
        double known = parts.stream()
                .mapToDouble(part -> part.secondsEach().orElse(0) * part.trials())
                .sum();
        return new Estimate(
                document.trials(),
                parts,
                unknown,
                known,
                unknown == 0 ? OptionalDouble.of(known) : OptionalDouble.empty());
    }

    private Part part(Arm arm, DataChoice choice, CategorySummary summary, int seeds, String queue, Known known) {
        int train = summary.trainGood() + summary.validationGood();
        int test = summary.testGood() + summary.testDefective();
        Measured same = measurements.like(
                arm.detector(), arm.settings(), queue, choice.dataset(), choice.version(), summary.name());
        boolean measured = same.trials() > 0;
        Guess guess = detectors
                .find(arm.detector())
                .flatMap(DetectorDescription::effort)
                .map(effort -> known.guess(new Likeness(effort, arm.settings(), train, test)))
                .orElse(Guess.NONE);
        return new Part(
                arm.name(),
                choice.dataset(),
                summary.name(),
                seeds,
                train,
                test,
                measured ? OptionalLong.of(same.steps()) : OptionalLong.empty(),
                measured ? OptionalDouble.of(same.meanSeconds()) : guess.seconds(),
                measured ? Basis.MEASURED : guess.basis(),
                measured ? same.trials() : guess.trials());
    }

    private Known known(String detector, String queue) {
        List<FinishedTrial> running = new ArrayList<>();
        for (MeasuredTrials.Running trial : measurements.running(detector, queue)) {
            live.of(trial.id())
                    .flatMap(LiveTrial::progress)
                    .filter(now -> now.phase().equals("training") && now.stepsPerSecond() > 0)
                    .ifPresent(now -> running.add(new FinishedTrial(
                            trial.settings(),
                            trial.trainImages(),
                            trial.testImages(),
                            now.total(),
                            now.total() / now.stepsPerSecond(),
                            0,
                            0)));
        }
        return new Known(measurements.finished(detector, queue), running);
    }

    private record Guess(OptionalDouble seconds, Basis basis, int trials) {
        static final Guess NONE = new Guess(OptionalDouble.empty(), Basis.UNKNOWN, 0);
    }

    /**
     * Trials of one detector on one kind of device.
     *
     * @param running as they will have been by their present rate, without their evaluation
     */
    private record Known(List<FinishedTrial> finished, List<FinishedTrial> running) {
        /** Those that have finished say more: they have been evaluated. */
        Guess guess(Likeness likeness) {
            Guess scaled = guess(likeness, finished, Basis.SCALED);
            return scaled.trials() > 0 ? scaled : guess(likeness, running, Basis.RUNNING);
        }

        private static Guess guess(Likeness likeness, List<FinishedTrial> trials, Basis basis) {
            DoubleSummaryStatistics seconds = trials.stream()
                    .map(likeness::seconds)
                    .flatMapToDouble(OptionalDouble::stream)
                    .summaryStatistics();
            return seconds.getCount() == 0
                    ? Guess.NONE
                    : new Guess(OptionalDouble.of(seconds.getAverage()), basis, (int) seconds.getCount());
        }
    }
}
