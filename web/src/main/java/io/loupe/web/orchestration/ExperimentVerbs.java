package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.ConflictException;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentGrowth;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.TrialWishes;
import io.loupe.web.catalogue.UnknownException;
import io.loupe.web.catalogue.Verb;
import io.loupe.web.catalogue.Verdict;
import io.loupe.workflows.trial.TrialState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** The verbs on whole experiments: each is asked of every trial for which it makes sense. */
@ApplicationScoped
public class ExperimentVerbs {
    private final ExperimentRepository experiments;
    private final ExperimentGrowth growth;
    private final TrialRepository trials;
    private final TrialWishes wishes;
    private final TrialService service;
    private final OutboxRelay relay;

    ExperimentVerbs(
            ExperimentRepository experiments,
            ExperimentGrowth growth,
            TrialRepository trials,
            TrialWishes wishes,
            TrialService service,
            OutboxRelay relay) {
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.growth = requireNonNull(growth, "growth is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.wishes = requireNonNull(wishes, "wishes is null");
        this.service = requireNonNull(service, "service is null");
        this.relay = requireNonNull(relay, "relay is null");
    }

    /**
     * Asks the same of every trial of an experiment for which it makes sense.
     *
     * @return how many those are
     * @throws UnknownException if there is no such experiment
     * @throws ConflictException if there is none
     */
    public int ask(Verb verb, UUID id, String who) {
        List<Trial> all = trials.ofExperiment(find(id).overview().id());
        // First of all, so that trials which have not begun find their window open.
        boolean reopened = verb == Verb.RESUME && growth.reopen(id, who, () -> service.windowGone(id));
        long happened = all.stream()
                .filter(trial -> meant(verb, trial))
                .map(trial -> wishes.wish(verb, trial.id(), who, verb == Verb.RESUME && service.workflowGone(trial)))
                .filter(verdict -> !(verdict instanceof Verdict.Refused))
                .count();
        if (happened == 0 && !reopened) {
            throw new ConflictException("no trial of the experiment can be " + verb.done() + " now");
        }
        relay.nudge();
        return Math.toIntExact(happened);
    }

    /**
     * Of a whole experiment, only what waits or is lost is resumed: what a person has ended stays so, and what has not begun
     * is its window's business.
     */
    private static boolean meant(Verb verb, Trial trial) {
        boolean inTheWindow = trial.state() == TrialState.QUEUED && !trial.begun();
        return verb != Verb.RESUME || !trial.state().terminal() && !inTheWindow;
    }

    /** Whether trials are queued or at work whose workflows are gone, so that nothing happens until they are resumed. */
    public boolean lost(UUID id, List<Trial> cells) {
        List<Trial> active =
                cells.stream().filter(trial -> trial.state().active()).toList();
        return !active.isEmpty()
                && service.windowGone(id)
                && active.stream().anyMatch(trial -> !trial.begun() || service.workflowGone(trial));
    }

    /**
     * Resumes the trials that have failed, and no others.
     *
     * @return how many those are
     * @throws UnknownException if there is no such experiment
     * @throws ConflictException if none has
     */
    public int retryFailed(UUID id, String who) {
        List<Trial> failed = trials.ofExperiment(find(id).overview().id()).stream()
                .filter(trial -> trial.state() == TrialState.NEEDS_ATTENTION)
                .toList();
        long happened = failed.stream()
                .map(trial -> wishes.wish(Verb.RESUME, trial.id(), who, false))
                .filter(verdict -> !(verdict instanceof Verdict.Refused))
                .count();
        if (happened == 0) {
            throw new ConflictException("no trial of the experiment needs attention; there is nothing to retry");
        }
        relay.nudge();
        return Math.toIntExact(happened);
    }

    /**
     * From now on its trials wait for devices with this priority.
     *
     * @param priority {@code low}, {@code normal} or {@code high}
     * @throws UnknownException if there is no such experiment
     * @throws ConflictException if every trial has ended
     */
    public void prioritise(UUID id, String priority, String who) {
        if (find(id).overview().state().terminal()) {
            throw new ConflictException(
                    "every trial of the experiment has ended; its priority changes nothing any more");
        }
        experiments.prioritise(id, priority, who);
        relay.nudge();
    }

    private Experiment find(UUID id) {
        return experiments.find(id).orElseThrow(() -> new UnknownException("no experiment " + id));
    }
}
