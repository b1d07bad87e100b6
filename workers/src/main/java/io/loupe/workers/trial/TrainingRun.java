package io.loupe.workers.trial;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.dataset.Category;
import io.loupe.tracking.checkpoint.CheckpointStore.Restored;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.mlflow.LogDelivery;
import io.loupe.workers.activity.Pulse;
import io.loupe.workflows.trial.TrainOutcome;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialSpec;
import java.nio.file.Path;
import java.time.Duration;
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

    TrainOutcome train(TrialSpec spec, int attempt, Pulse<TrialProgress> pulse, Announcer announcer) {
        ChosenMethod<?> method = ChosenMethod.of(workplace.methods(), spec);
        Path folder = preparation.fetch(spec, pulse);
        Restored restored = workplace.tracking().checkpoints().restore(spec.trialId());
        restored.damaged().forEach(sentence -> announcer.tell("damaged", sentence));
        Optional<Manifest> last = restored.manifest();
        announcer.tell("started", beginning(attempt, last));

        try (LogDelivery delivery = workplace.tracking().deliver(TrialRun.description(spec))) {
            if (last.isPresent() && last.get().complete()) {
                return new TrainOutcome.Completed(last.get().step());
            }
            Compute compute = Facts.compute(last, Facts.wished(spec, workplace.compute()));
            try (Training training = method.train(input(workplace, spec, folder, compute, restored));
                    CheckpointWriter writer = new CheckpointWriter(
                            workplace.tracking().checkpoints(),
                            delivery,
                            workplace.failures(),
                            new CheckpointWriter.Identity(
                                    spec.trialId(), training.totalSteps(), attempt, Facts.of(spec, compute)),
                            last)) {
                if (training.step() == 0) {
                    training.notices().forEach(sentence -> announcer.tell("notice", sentence));
                }
                TrainOutcome outcome = session(spec, attempt, pulse, delivery, compute, training, writer)
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

    private String beginning(int attempt, Optional<Manifest> last) {
        String from = last.map(manifest -> manifest.step() == manifest.totalSteps()
                        ? "finds all %d steps done".formatted(manifest.step())
                        : "goes on from step %d of %d".formatted(manifest.step(), manifest.totalSteps()))
                .orElse("begins the training");
        return attempt == 1
                ? "%s %s.".formatted(workplace.worker(), from)
                : "Attempt %d: %s %s.".formatted(attempt, workplace.worker(), from);
    }
}
