package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.catalogue.NewExperiment;
import io.loupe.web.catalogue.NewExperiment.NewTrial;
import io.loupe.web.catalogue.Submitted;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.document.Checked;
import io.loupe.web.document.DocumentChecker;
import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.document.ExperimentDocument.DataChoice;
import io.loupe.web.document.Problem;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.TrialSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What people do with experiments. */
@ApplicationScoped
public class ExperimentService {
    private final DocumentChecker checker;
    private final ExperimentRepository experiments;
    private final OutboxRelay relay;
    private final Workers workers;
    private final Ids ids;
    private final Clock clock;

    ExperimentService(
            DocumentChecker checker,
            ExperimentRepository experiments,
            OutboxRelay relay,
            Workers workers,
            Ids ids,
            Clock clock) {
        this.checker = requireNonNull(checker, "checker is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.relay = requireNonNull(relay, "relay is null");
        this.workers = requireNonNull(workers, "workers is null");
        this.ids = requireNonNull(ids, "ids is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** The answer to a submission. */
    public sealed interface Submission {
        /** It is written down; it starts as soon as Temporal is there. */
        record Accepted(Submitted submitted) implements Submission {}

        /** Nothing was written. */
        record Refused(List<Problem> problems) implements Submission {}
    }

    /**
     * Checks a document and writes the experiment down.
     *
     * @param document YAML or JSON
     * @param idempotencyKey the same key again is the same experiment
     * @throws ConflictException if the key was used for another document
     */
    public Submission submit(String document, Optional<String> idempotencyKey, String who) {
        return switch (checker.check(document)) {
            case Checked.Invalid invalid -> new Submission.Refused(invalid.problems());
            case Checked.Valid valid -> {
                Submitted submitted = experiments.submit(plan(valid.document(), document, idempotencyKey, who));
                relay.nudge();
                yield new Submission.Accepted(submitted);
            }
        };
    }

    /**
     * Cancels every trial that has not ended. Running ones publish a checkpoint first.
     *
     * @throws UnknownException if there is no such experiment
     * @throws ConflictException if it has ended
     */
    public void cancel(UUID experiment, String who) {
        if (experiments.overview(experiment).isEmpty()) {
            throw new UnknownException("no experiment " + experiment);
        }
        if (!experiments.requestCancel(experiment, who, clock.instant())) {
            throw new ConflictException("every trial of the experiment has ended; there is nothing to cancel");
        }
        relay.nudge();
    }

    private NewExperiment plan(ExperimentDocument document, String text, Optional<String> idempotencyKey, String who) {
        UUID id = ids.next();
        String queue = queue(document.run().device());
        List<NewTrial> trials = new ArrayList<>();
        // Fair order: arms alternate fastest, so that a comparison fills evenly; seeds slowest.
        for (long seed : document.seeds()) {
            for (DataChoice choice : document.data()) {
                for (String category : choice.categories()) {
                    for (Arm arm : document.arms()) {
                        trials.add(
                                new NewTrial(arm.position(), spec(id, document, choice, category, arm, seed, queue)));
                    }
                }
            }
        }
        return new NewExperiment(
                id,
                document.name(),
                document.notes(),
                text,
                document.toMap(),
                document.run().parallel(),
                document.run().priority(),
                idempotencyKey,
                clock.instant(),
                who,
                document.arms(),
                trials);
    }

    private TrialSpec spec(
            UUID experiment,
            ExperimentDocument document,
            DataChoice choice,
            String category,
            Arm arm,
            long seed,
            String queue) {
        return new TrialSpec(
                ids.next().toString(),
                experiment.toString(),
                document.name(),
                arm.name(),
                arm.detector(),
                arm.settings(),
                choice.dataset(),
                choice.version(),
                category,
                seed,
                queue,
                document.run().checkpointSeconds(),
                document.heatMaps(),
                document.metrics(),
                document.run().threads());
    }

    private String queue(String device) {
        return switch (device) {
            case "gpu" -> WorkflowNames.TRAIN_GPU;
            case "cpu" -> WorkflowNames.TRAIN_CPU;
            default -> workers.gpu() ? WorkflowNames.TRAIN_GPU : WorkflowNames.TRAIN_CPU;
        };
    }
}
