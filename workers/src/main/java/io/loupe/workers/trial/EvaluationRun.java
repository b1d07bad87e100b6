package io.loupe.workers.trial;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Detector;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.WeightsMaker;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.evaluation.Evaluation;
import io.loupe.detectors.evaluation.EvaluationProgress;
import io.loupe.detectors.evaluation.EvaluationProgress.Stage;
import io.loupe.tracking.Tracking;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore.Restored;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.mlflow.LogDelivery;
import io.loupe.tracking.mlflow.RunTracker.Run;
import io.loupe.tracking.mlflow.RunTracker.RunDescription;
import io.loupe.workers.activity.Pulse;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores the test images with the final checkpoint, and records what that shows. */
final class EvaluationRun {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluationRun.class);

    /** After that MLflow counts as away: the device is given back, and the activity tried again. */
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Workplace workplace;
    private final Preparation preparation;

    EvaluationRun(Workplace workplace, Preparation preparation) {
        this.workplace = workplace;
        this.preparation = preparation;
    }

    TrialResults evaluate(TrialSpec spec, int attempt, Pulse<TrialProgress> pulse, Announcer announcer) {
        Tracking tracking = workplace.tracking();
        Restored restored =
                tracking.checkpoints().restore(spec.chain(), part -> !part.equals(CheckpointState.OPTIMIZER));
        Manifest last = finalManifest(spec, restored);
        Run run = tracking.runs().ensureRun(TrialRun.description(spec));
        String weights = weightsHash(last);
        String root = TrialRun.artifactRoot(spec, run);
        String key = EvaluationRecord.key(spec.chain(), weights, spec.metrics(), spec.heatMaps());
        EvaluationRecord result = EvaluationRecord.find(tracking.objects(), key, root)
                .orElseGet(() ->
                        measure(spec, attempt, pulse, restored, last, root).keep(tracking.objects(), key));
        Optional<LatencyRecord> latency = spec.latency()
                .flatMap(wish -> latency(
                        ChosenMethod.of(workplace.methods(), spec),
                        new LatencyRun(workplace, spec, wish, pulse, announcer, attempt),
                        weights,
                        () -> trained(spec, pulse, last, restored)));
        record(spec, pulse, run, result, latency);
        cleanUp(spec);
        Map<String, Double> metrics = new TreeMap<>(result.metrics());
        latency.ifPresent(found -> metrics.putAll(found.metrics()));
        return new TrialResults(result.step(), metrics, run.runId(), root, result.heatMaps(), weights);
    }

    /** A trained trial's images, and what its method is given. */
    private record Trained(Category category, TrainingInput input) {}

    private Trained trained(TrialSpec spec, Pulse<TrialProgress> pulse, Manifest last, Restored restored) {
        Path folder = preparation.fetch(spec, pulse);
        return new Trained(Category.read(folder), TrainingRun.input(workplace, spec, folder, compute(last), restored));
    }

    /** Nothing where the method scores no images. */
    private static <S extends Record> Optional<LatencyRecord> latency(
            ChosenMethod<S> chosen, LatencyRun run, String weights, Supplier<Trained> trained) {
        return switch (chosen.method()) {
            case Detector<S> detector ->
                Optional.of(run.of(weights, () -> {
                    Trained found = trained.get();
                    Compute compute = found.input().compute();
                    return new LatencyRun.Subject(
                            () -> detector.scorer(found.input().resumeFrom().orElseThrow(), chosen.settings(), compute),
                            found.category().test().getFirst().path(),
                            compute);
                }));
            case WeightsMaker<S> maker -> Optional.empty();
        };
    }

    /** Nobody looks at the trial's checkpoints again: what was left while the store was away, or by who died, goes now. */
    private void cleanUp(TrialSpec spec) {
        try {
            workplace.tracking().checkpoints().retain(spec.chain());
        } catch (TrackingException kept) {
            LOG.warn("old parts of trial {} stay: {}", spec.trialId(), kept.getMessage());
        }
    }

    private static Manifest finalManifest(TrialSpec spec, Restored restored) {
        return restored.manifest().filter(Manifest::complete).orElseThrow(() -> {
            String found = restored.manifest()
                    .map(manifest -> "the newest usable one is of step " + manifest.step())
                    .orElse("no other is usable");
            String why = restored.damaged().isEmpty() ? "" : " " + String.join(" ", restored.damaged());
            return new TrackingException(
                    "the final checkpoint of trial " + spec.trialId() + " cannot be used; " + found + "." + why
                            + " Resume trains the rest again.",
                    false,
                    null);
        });
    }

    private static String weightsHash(Manifest manifest) {
        return manifest.parts().stream()
                .filter(part -> part.name().equals(CheckpointState.WEIGHTS))
                .map(Manifest.Blob::sha256)
                .findFirst()
                .orElse("");
    }

    /** Measures, and puts the files where MLflow shows them. */
    private EvaluationRecord measure(
            TrialSpec spec, int attempt, Pulse<TrialProgress> pulse, Restored restored, Manifest last, String root) {
        Path folder = preparation.fetch(spec, pulse);
        ChosenMethod<?> method = ChosenMethod.of(workplace.methods(), spec);
        try (ScratchFolder scratch = ScratchFolder.create(workplace.cache())) {
            Evaluation evaluation = new Assessment(
                            workplace, spec, scratch.path(), progress(spec, attempt, pulse, last.step()))
                    .of(
                            method,
                            Category.read(folder),
                            TrainingRun.input(workplace, spec, folder, compute(last), restored));
            pulse.check();
            workplace.tracking().artifacts().upload(root, scratch.path());
            return new EvaluationRecord(
                    last.step(),
                    workplace.time().millis(),
                    root,
                    evaluation.metrics(),
                    evaluation.undefined(),
                    evaluation.images(),
                    evaluation.heatMaps());
        } catch (IOException e) {
            throw new UncheckedIOException("the results of trial " + spec.trialId() + " cannot be written", e);
        }
    }

    private EvaluationProgress progress(TrialSpec spec, int attempt, Pulse<TrialProgress> pulse, long step) {
        return (stage, done, total) -> {
            pulse.check();
            if (stage == Stage.SCORING) {
                workplace.failures().at(Point.EVALUATE, spec.trialId(), done);
            }
            pulse.tell(new TrialProgress(
                    "evaluating",
                    attempt,
                    done,
                    total,
                    0,
                    Map.of(),
                    step,
                    0,
                    ProcessMemory.resident(),
                    workplace.compute().device(),
                    workplace.time().millis()));
        };
    }

    private Compute compute(Manifest last) {
        return Facts.compute(Optional.of(last), workplace.compute());
    }

    /** Everything published goes to MLflow before the run is called finished. */
    private void record(
            TrialSpec spec,
            Pulse<TrialProgress> pulse,
            Run run,
            EvaluationRecord result,
            Optional<LatencyRecord> latency) {
        Tracking tracking = workplace.tracking();
        RunDescription description = TrialRun.description(spec);
        try (LogDelivery delivery = tracking.deliver(description)) {
            for (Duration waited = Duration.ZERO; !delivery.drain(LOOK); waited = waited.plus(LOOK)) {
                pulse.check();
                if (waited.compareTo(DELIVERY) > 0) {
                    String problem = delivery.status().problem().orElse("it does not answer");
                    throw new TrackingException("MLflow does not take the metrics: " + problem, true, null);
                }
            }
        }
        List<MetricPoint> points = new ArrayList<>(result.points());
        latency.ifPresent(found -> points.addAll(found.points(result.step())));
        tracking.runs().log(run.runId(), description.named(points));
        byte[] receipt = Receipt.write(spec, tracking.checkpoints().history(spec.chain()), result, latency);
        tracking.artifacts().put(result.artifactRoot(), "receipt.json", receipt);
        tracking.runs().setStatus(run.runId(), "FINISHED");
    }
}
