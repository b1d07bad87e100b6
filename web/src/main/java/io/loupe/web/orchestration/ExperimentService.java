package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentGrowth;
import io.loupe.web.catalogue.ExperimentGrowth.Addition;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.catalogue.NewExperiment;
import io.loupe.web.catalogue.NewExperiment.NewTrial;
import io.loupe.web.catalogue.Submitted;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.document.Additions;
import io.loupe.web.document.Checked;
import io.loupe.web.document.DocumentChecker;
import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.document.ExperimentDocument.DataChoice;
import io.loupe.web.document.Problem;
import io.loupe.workflows.trial.TrialSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What people do with experiments. */
@ApplicationScoped
public class ExperimentService {
    private final DocumentChecker checker;
    private final ExperimentRepository experiments;
    private final ExperimentGrowth growth;
    private final Additions additions;
    private final OutboxRelay relay;
    private final Workers workers;
    private final Ids ids;
    private final Clock clock;

    ExperimentService(
            DocumentChecker checker,
            ExperimentRepository experiments,
            ExperimentGrowth growth,
            Additions additions,
            OutboxRelay relay,
            Workers workers,
            Ids ids,
            Clock clock) {
        this.checker = requireNonNull(checker, "checker is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.growth = requireNonNull(growth, "growth is null");
        this.additions = requireNonNull(additions, "additions is null");
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

    /** The answer to an addition. */
    public sealed interface Added {
        /** @param trials how many are new; none if all were there already */
        record Accepted(int trials) implements Added {}

        /** Nothing was written. */
        record Refused(List<Problem> problems) implements Added {}
    }

    /**
     * Adds arms, categories or seeds: every cell of the larger experiment that is not there yet becomes a trial.
     *
     * @param addition YAML or JSON with {@code arms}, {@code data} and {@code seeds}, as in a document
     * @throws UnknownException if there is no such experiment
     * @throws ConflictException if it is being cancelled
     */
    public Added add(UUID id, String addition, String who) {
        return Anew.whileItGrows(() -> addToWhatIsThere(id, addition, who));
    }

    private Added addToWhatIsThere(UUID id, String addition, String who) {
        Experiment experiment = find(id);
        return switch (additions.joined(experiment.resolved(), addition)) {
            case Checked.Invalid invalid -> new Added.Refused(invalid.problems());
            case Checked.Valid valid -> {
                List<Problem> taken = namesOfForks(experiment, valid.document());
                if (!taken.isEmpty()) {
                    yield new Added.Refused(taken);
                }
                Addition grown = grown(experiment, valid.document(), who);
                int added = growth.add(grown);
                relay.nudge();
                yield new Added.Accepted(added);
            }
        };
    }

    /** Forks are arms that no document names, so the check of the document lets their names pass. */
    private static List<Problem> namesOfForks(Experiment experiment, ExperimentDocument document) {
        Set<String> taken = experiment.arms().stream().map(Arm::name).collect(Collectors.toSet());
        int before = ((List<?>) experiment.resolved().get("arms")).size();
        List<Arm> added = document.arms().subList(before, document.arms().size());
        return IntStream.range(0, added.size())
                .filter(i -> taken.contains(added.get(i).name()))
                .mapToObj(i -> new Problem(
                        "arms[" + i + "].name",
                        "\"" + added.get(i).name() + "\" is the name of a fork in the experiment already",
                        OptionalInt.empty()))
                .toList();
    }

    private Addition grown(Experiment experiment, ExperimentDocument document, String who) {
        UUID id = experiment.overview().id();
        Map<String, Arm> known = experiment.arms().stream().collect(Collectors.toMap(Arm::name, arm -> arm));
        int next = experiment.arms().stream().mapToInt(Arm::position).max().orElse(-1) + 1;
        List<Arm> fresh = new ArrayList<>();
        List<Arm> all = new ArrayList<>();
        for (Arm arm : document.arms()) {
            Arm placed = known.get(arm.name());
            if (placed == null) {
                placed = new Arm(next++, arm.name(), arm.detector(), arm.preset(), arm.given(), arm.settings());
                fresh.add(placed);
            }
            all.add(placed);
        }
        return new Addition(
                experiment,
                fresh,
                trials(id, document, all, workers.queue(document.run().device())),
                Optional.of(document.toMap()),
                who,
                "Added to the experiment by " + who,
                clock.instant());
    }

    private Experiment find(UUID id) {
        return experiments.find(id).orElseThrow(() -> new UnknownException("no experiment " + id));
    }

    private NewExperiment plan(ExperimentDocument document, String text, Optional<String> idempotencyKey, String who) {
        UUID id = ids.next();
        String queue = workers.queue(document.run().device());
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
                trials(id, document, document.arms(), queue));
    }

    private List<NewTrial> trials(UUID id, ExperimentDocument document, List<Arm> arms, String queue) {
        List<NewTrial> trials = new ArrayList<>();
        // Fair order: arms alternate fastest, so that a comparison fills evenly; seeds slowest.
        for (long seed : document.seeds()) {
            for (DataChoice choice : document.data()) {
                for (String category : choice.categories()) {
                    for (Arm arm : arms) {
                        trials.add(
                                new NewTrial(arm.position(), spec(id, document, choice, category, arm, seed, queue)));
                    }
                }
            }
        }
        return trials;
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
                        document.run().threads())
                .withLatency(document.latency());
    }
}
