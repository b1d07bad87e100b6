package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.ExperimentGrowth;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.catalogue.Verbs;
import io.loupe.web.catalogue.Verdict;
import io.loupe.web.document.Cells;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DetectorDescription.Extension;
import io.loupe.web.document.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Extensions: a finished training goes on to a greater length, where its schedule does not depend on the length. */
@ApplicationScoped
public class ExtensionService {
    private final TrialRepository trials;
    private final ExperimentGrowth growth;
    private final DetectorCatalogue detectors;
    private final Cells cells;
    private final OutboxRelay relay;
    private final Clock clock;

    ExtensionService(
            TrialRepository trials,
            ExperimentGrowth growth,
            DetectorCatalogue detectors,
            Cells cells,
            OutboxRelay relay,
            Clock clock) {
        this.trials = requireNonNull(trials, "trials is null");
        this.growth = requireNonNull(growth, "growth is null");
        this.detectors = requireNonNull(detectors, "detectors is null");
        this.cells = requireNonNull(cells, "cells is null");
        this.relay = requireNonNull(relay, "relay is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * What can be said before somebody asks.
     *
     * @param setting that says how long the training is, {@code epochs}
     * @param length now
     * @param obstacle why it cannot be extended; empty if it can
     */
    public record Possible(String setting, long length, Optional<String> obstacle) {}

    public Possible possible(Trial trial) {
        Optional<Extension> extension = extension(trial);
        return extension
                .map(known -> new Possible(
                        known.setting(),
                        known.length(trial.spec().settings()),
                        known.obstacle(trial.spec().settings())))
                .orElseGet(() -> new Possible("", 0, Optional.of("this build does not know the detector")));
    }

    private Optional<Extension> extension(Trial trial) {
        return detectors.find(trial.spec().detector()).map(detector -> detector.extension());
    }

    /**
     * Has a finished training go on.
     *
     * @param to the new length, in the unit of the setting that says it
     * @return what is wrong with the length; nothing if it goes on
     * @throws UnknownException if there is no such trial
     * @throws ConflictException if it has not succeeded, or its schedule does not allow it
     */
    public List<Problem> extend(UUID id, long to, String who) {
        Trial trial = trials.find(id).orElseThrow(() -> new UnknownException("no trial " + id));
        if (Verbs.verdict(Verb.EXTEND, trial.standing(false)) instanceof Verdict.Refused refused) {
            throw new ConflictException(refused.words());
        }
        Possible possible = possible(trial);
        possible.obstacle().ifPresent(reason -> {
            throw new ConflictException("a training of " + trial.spec().detector() + " cannot be extended: " + reason);
        });
        if (to <= possible.length()) {
            return problem("the training has " + possible.length() + " " + possible.setting() + "; name more");
        }
        Map<String, Object> longer =
                extension(trial).orElseThrow().withLength(trial.spec().settings(), to);
        Cells.Reading reading = cells.read(new Cells.Cell(
                trial.arm(),
                trial.spec().detector(),
                "default",
                trial.spec().dataset() + "@" + trial.spec().datasetVersion(),
                trial.category(),
                trial.seed(),
                longer,
                Map.of()));
        if (reading instanceof Cells.Reading.Invalid invalid) {
            return invalid.problems();
        }
        growth.extend(
                id,
                longer,
                who,
                "Extended by %s from %d to %d %s; goes on from the final checkpoint."
                        .formatted(who, possible.length(), to, possible.setting()),
                clock.instant());
        relay.nudge();
        return List.of();
    }

    private static List<Problem> problem(String message) {
        return List.of(new Problem("to", message, OptionalInt.empty()));
    }
}
