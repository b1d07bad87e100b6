package io.loupe.workers.trial;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.dataset.Category;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore.Restored;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.mlflow.LogDelivery;
import io.loupe.workers.activity.Pulse;
import io.loupe.workflows.trial.TrainOutcome;
import io.loupe.workflows.trial.TrialOrigin;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One attempt at a training: from the newest checkpoint to the end, or to where it is asked to stop. */
final class TrainingRun {
    private static final Duration LAST_DELIVERY = Duration.ofSeconds(2);

    private final Workplace workplace;
    private final Preparation preparation;

    TrainingRun(Workplace workplace, Preparation preparation) {
        this.workplace = workplace;
        this.preparation = preparation;
    }

    /** A worker that takes no more work gives the trial back wherever it is, also before the first step: that is no failure. */
    TrainOutcome train(TrialSpec spec, int attempt, Pulse<TrialProgress> pulse, Announcer announcer) {
        try {
            return run(spec, attempt, pulse, announcer);
        } catch (RuntimeException stopped) {
            if (pulse.stop()
                    .filter(stop -> stop.kind() == Pulse.Stop.Kind.DRAIN && stop.reason() == stopped)
                    .isEmpty()) {
                throw stopped;
            }
            List<Manifest> published = workplace.tracking().checkpoints().history(spec.chain());
            return new TrainOutcome.Yielded(
                    published.isEmpty() ? 0 : published.getLast().step(), TrainOutcome.Yielded.Reason.DRAINED);
        }
    }

    private TrainOutcome run(TrialSpec spec, int attempt, Pulse<TrialProgress> pulse, Announcer announcer) {
        ChosenMethod<?> method = ChosenMethod.of(workplace.methods(), spec);
        Path folder = preparation.fetch(spec, pulse);
        Restored own = workplace.tracking().checkpoints().restore(spec.chain());
        own.damaged().forEach(sentence -> announcer.tell("damaged", sentence));
        Optional<Manifest> last = own.manifest();
        Restored from = last.isEmpty() && spec.origin().isPresent()
                ? origin(spec.origin().get())
                : own;
        Compute compute = Facts.compute(from.manifest(), Facts.wished(spec, workplace.compute()));
        Map<String, String> facts = Facts.of(spec, compute);
        boolean done = last.filter(Manifest::complete)
                .filter(manifest -> Facts.sameTraining(manifest, facts))
                .isPresent();
        announcer.tell("started", beginning(spec, attempt, from.manifest(), done));

        try (LogDelivery delivery = workplace.tracking().deliver(TrialRun.description(spec))) {
            if (done) {
                return new TrainOutcome.Completed(last.get().step());
            }
            try (Training training = method.train(input(workplace, spec, folder, compute, from));
                    CheckpointWriter writer = new CheckpointWriter(
                            workplace.tracking().checkpoints(),
                            delivery,
                            workplace.failures(),
                            workplace.publishing(),
                            new CheckpointWriter.Identity(
                                    spec.trialId(), spec.chain(), training.totalSteps(), attempt, facts),
                            last)) {
                requireSteps(training, spec);
                if (last.isEmpty()) {
                    training.notices().forEach(sentence -> announcer.tell("notice", sentence));
                }
                TrainOutcome outcome = session(spec, attempt, pulse, announcer, delivery, compute, training, writer)
                        .run();
                // A courtesy to who looks at the charts now; what is not delivered, the next activity delivers.
                delivery.drain(LAST_DELIVERY);
                return outcome;
            }
        }
    }

    private TrainingSession session(
            TrialSpec spec,
            int attempt,
            Pulse<TrialProgress> pulse,
            Announcer announcer,
            LogDelivery delivery,
            Compute compute,
            Training training,
            CheckpointWriter writer) {
        Duration wished = Duration.ofMillis(Math.round(spec.checkpointSeconds() * 1000));
        return new TrainingSession(
                training,
                writer,
                new CheckpointPace(wished, workplace.time()::nanos),
                pulse,
                delivery,
                workplace.failures(),
                announcer,
                new TrainingSession.Setting(
                        spec.trialId(), attempt, compute.device(), workplace.drainGrace(), workplace.time()));
    }

    /** What a method is given: the category's images, weights of others, and the newest checkpoint. */
    static TrainingInput input(Workplace workplace, TrialSpec spec, Path folder, Compute compute, Restored restored) {
        Category category = Category.read(folder);
        Optional<CheckpointState> state =
                restored.manifest().map(manifest -> new CheckpointState(manifest.step(), restored.parts()));
        return new TrainingInput(
                category.trainGood(), category.validationGood(), spec.seed(), compute, workplace.weights(), state);
    }

    /** The checkpoint of another trial that a fork begins with. */
    private Restored origin(TrialOrigin origin) {
        try {
            return workplace.tracking().checkpoints().load(origin.chain(), origin.sequence());
        } catch (TrackingException gone) {
            if (gone.temporary()) {
                throw gone;
            }
            throw new DetectorException(
                    DetectorException.Kind.DATA,
                    gone.getMessage(),
                    "trial " + origin.trialId() + ", step " + origin.step(),
                    "fork the parent again from a checkpoint that is there");
        }
    }

    /** A fork may have been given settings of a training that ends before the checkpoint it begins with. */
    private static void requireSteps(Training training, TrialSpec spec) {
        if (training.step() > training.totalSteps()) {
            throw new DetectorException(
                    DetectorException.Kind.USER,
                    "the checkpoint holds step %d, and with these settings the training ends at step %d"
                            .formatted(training.step(), training.totalSteps()),
                    "arm " + spec.arm(),
                    "fork again with settings of a longer training, or from an earlier checkpoint");
        }
    }

    private String beginning(TrialSpec spec, int attempt, Optional<Manifest> last, boolean done) {
        String from = last.map(manifest -> where(spec, manifest, done)).orElse("begins the training");
        return attempt == 1
                ? "%s %s.".formatted(workplace.worker(), from)
                : "Attempt %d: %s %s.".formatted(attempt, workplace.worker(), from);
    }

    private static String where(TrialSpec spec, Manifest manifest, boolean done) {
        if (!manifest.trial().equals(spec.chain())) {
            return "begins with step %d of trial %s".formatted(manifest.step(), manifest.trial());
        }
        if (done) {
            return "finds all %d steps done".formatted(manifest.step());
        }
        return manifest.complete()
                ? "goes on from step %d, where the training had ended".formatted(manifest.step())
                : "goes on from step %d of %d".formatted(manifest.step(), manifest.totalSteps());
    }
}
