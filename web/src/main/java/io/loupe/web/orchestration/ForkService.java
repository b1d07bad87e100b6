package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.web.catalogue.Arm;
import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentGrowth;
import io.loupe.web.catalogue.ExperimentGrowth.Addition;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Ids;
import io.loupe.web.catalogue.NewExperiment.NewTrial;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.document.Cells;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.ForkRules;
import io.loupe.web.document.Problem;
import io.loupe.workflows.trial.TrialOrigin;
import io.loupe.workflows.trial.TrialSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Forks: new trials that begin with a checkpoint of another one, with other settings; each is an arm of its own. */
@ApplicationScoped
public class ForkService {
    private final TrialRepository trials;
    private final ExperimentRepository experiments;
    private final ExperimentGrowth growth;
    private final CheckpointStore checkpoints;
    private final Cells cells;
    private final DetectorCatalogue detectors;
    private final OutboxRelay relay;
    private final Ids ids;
    private final Clock clock;

    ForkService(
            TrialRepository trials,
            ExperimentRepository experiments,
            ExperimentGrowth growth,
            CheckpointStore checkpoints,
            Cells cells,
            DetectorCatalogue detectors,
            OutboxRelay relay,
            Ids ids,
            Clock clock) {
        this.trials = requireNonNull(trials, "trials is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.growth = requireNonNull(growth, "growth is null");
        this.checkpoints = requireNonNull(checkpoints, "checkpoints is null");
        this.cells = requireNonNull(cells, "cells is null");
        this.detectors = requireNonNull(detectors, "detectors is null");
        this.relay = requireNonNull(relay, "relay is null");
        this.ids = requireNonNull(ids, "ids is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * What is asked for.
     *
     * @param step of the checkpoint to begin with; the newest one when empty
     * @param settings what differs from the parent's, nested
     * @param name of the new arm; one is made up when empty
     */
    public record Wish(OptionalLong step, Map<String, Object> settings, Optional<String> name) {}

    /** The answer. */
    public sealed interface Forked {
        /** @param fresh false when the same fork was there already */
        record Accepted(UUID trial, boolean fresh) implements Forked {}

        /** Nothing was written. */
        record Refused(List<Problem> problems) implements Forked {}
    }

    /** Steps of the checkpoints that a fork can begin with, oldest first. */
    public List<Long> steps(Trial trial) {
        return checkpoints.loadable(trial.spec().chain()).stream()
                .map(Manifest::step)
                .toList();
    }

    /**
     * Forks a trial.
     *
     * @throws UnknownException if there is no such trial
     * @throws ConflictException if it has no such checkpoint
     */
    public Forked fork(UUID id, Wish wish, String who) {
        return Anew.whileItGrows(() -> forkOfWhatIsThere(id, wish, who));
    }

    private Forked forkOfWhatIsThere(UUID id, Wish wish, String who) {
        Trial parent = trials.find(id).orElseThrow(() -> new UnknownException("no trial " + id));
        Experiment experiment = experiments.find(parent.experimentId()).orElseThrow();
        Manifest chosen = chosen(parent, wish.step());
        String name = wish.name().orElseGet(() -> name(parent, experiment));
        Cells.Reading reading = cells.read(new Cells.Cell(
                name,
                parent.spec().detector(),
                preset(parent, experiment),
                parent.spec().dataset() + "@" + parent.spec().datasetVersion(),
                parent.category(),
                parent.seed(),
                parent.spec().settings(),
                wish.settings()));
        return switch (reading) {
            case Cells.Reading.Invalid invalid -> new Forked.Refused(invalid.problems());
            case Cells.Reading.Valid valid -> forked(parent, experiment, chosen, valid.arm(), who);
        };
    }

    private Forked forked(Trial parent, Experiment experiment, Manifest chosen, Arm arm, String who) {
        Optional<Trial> same = growth.forks(parent.id()).stream()
                .flatMap(fork -> trials.find(fork).stream())
                .filter(fork -> fork.origin().map(Trial.Origin::step).equals(Optional.of(chosen.step())))
                .filter(fork -> Cells.same(fork.spec().settings(), arm.settings()))
                .findFirst();
        if (same.isPresent()) {
            return new Forked.Accepted(same.get().id(), false);
        }
        if (Cells.same(arm.settings(), parent.spec().settings())) {
            return refused("settings", "nothing differs from the parent's; the fork would end in the same bytes");
        }
        List<Problem> untrue = detectors
                .find(arm.detector())
                .map(detector ->
                        new ForkRules(detector).problems(parent.spec().settings(), arm.settings(), chosen.complete()))
                .orElse(List.of());
        if (!untrue.isEmpty()) {
            return new Forked.Refused(untrue);
        }
        if (experiment.arms().stream().anyMatch(known -> known.name().equals(arm.name()))) {
            return refused("name", arm.name() + " is the name of another arm of the experiment");
        }
        int position = experiment.arms().stream().mapToInt(Arm::position).max().orElse(-1) + 1;
        Arm placed = new Arm(position, arm.name(), arm.detector(), arm.preset(), arm.given(), arm.settings());
        UUID id = ids.next();
        Addition addition = new Addition(
                experiment,
                List.of(placed),
                List.of(new NewTrial(position, spec(id, parent, chosen, placed))),
                Optional.empty(),
                who,
                "Forked by %s from %s at step %d".formatted(who, parent.name(), chosen.step()),
                clock.instant());
        // Not before, or a fork that is refused would keep the checkpoint for good; not later, or it might be deleted.
        growth.add(addition, () -> checkpoints.pin(parent.spec().chain(), chosen.sequence(), id.toString()));
        relay.nudge();
        return new Forked.Accepted(id, true);
    }

    private static Forked refused(String path, String message) {
        return new Forked.Refused(List.of(new Problem(path, message, OptionalInt.empty())));
    }

    private static TrialSpec spec(UUID id, Trial parent, Manifest chosen, Arm arm) {
        TrialSpec spec = parent.spec();
        return new TrialSpec(
                        id.toString(),
                        spec.experimentId(),
                        spec.experimentName(),
                        arm.name(),
                        arm.detector(),
                        arm.settings(),
                        spec.dataset(),
                        spec.datasetVersion(),
                        spec.category(),
                        spec.seed(),
                        spec.queue(),
                        spec.checkpointSeconds(),
                        spec.heatMaps(),
                        spec.metrics(),
                        spec.threads())
                .withLatency(spec.latency())
                .withOrigin(new TrialOrigin(spec.trialId(), spec.chain(), chosen.sequence(), chosen.step()));
    }

    private Manifest chosen(Trial parent, OptionalLong step) {
        List<Manifest> kept = checkpoints.loadable(parent.spec().chain());
        if (kept.isEmpty()) {
            throw new ConflictException("the trial has no checkpoint yet; there is nothing to fork from");
        }
        return step.isEmpty()
                ? kept.getLast()
                : kept.stream()
                        .filter(manifest -> manifest.step() == step.getAsLong())
                        .reduce((first, second) -> second)
                        .orElseThrow(() -> new ConflictException("the trial keeps no checkpoint of step "
                                + step.getAsLong() + "; it keeps those of "
                                + kept.stream()
                                        .map(manifest -> Long.toString(manifest.step()))
                                        .collect(Collectors.joining(", "))));
    }

    private static String preset(Trial parent, Experiment experiment) {
        return experiment.arms().stream()
                .filter(arm -> arm.position() == parent.armPosition())
                .map(Arm::preset)
                .findFirst()
                .orElse("default");
    }

    private static String name(Trial parent, Experiment experiment) {
        Set<String> taken = experiment.arms().stream().map(Arm::name).collect(Collectors.toSet());
        String stem =
                parent.arm().substring(0, Math.min(100, parent.arm().length())).strip();
        int number = 1;
        while (taken.contains(stem + ", fork " + number)) {
            number++;
        }
        return stem + ", fork " + number;
    }

    /** Ids of a trial's forks, oldest first. */
    public List<UUID> forksOf(UUID trial) {
        return growth.forks(trial);
    }

    /** Everything that a page shows of a trial's family. */
    public Family family(Trial trial) {
        return new Family(
                trial.origin().flatMap(origin -> trials.find(origin.trial())),
                growth.forks(trial.id()).stream()
                        .flatMap(fork -> trials.find(fork).stream())
                        .toList());
    }

    /** @param forks oldest first */
    public record Family(Optional<Trial> parent, List<Trial> forks) {}
}
