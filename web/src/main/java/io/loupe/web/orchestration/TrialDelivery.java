package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.OutboxEntry;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialChanges;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.TrialWishes;
import io.loupe.workflows.SearchKeys;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.SearchAttributes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells Temporal what the outbox holds of trials: a signal where their workflow runs, a new one where it is gone. */
@ApplicationScoped
class TrialDelivery {
    private final TemporalConnection temporal;
    private final WorkflowLookup lookup;
    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final TrialChanges changes;
    private final TrialWishes wishes;

    TrialDelivery(
            TemporalConnection temporal,
            WorkflowLookup lookup,
            ExperimentRepository experiments,
            TrialRepository trials,
            TrialChanges changes,
            TrialWishes wishes) {
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.wishes = requireNonNull(wishes, "wishes is null");
    }

    void resume(Trial trial, OutboxEntry entry) {
        String who = entry.who();
        if (!trial.begun() && windowOpen(trial) && wishes.unpark(trial.id(), who)) {
            return;
        }
        if (!trial.state().terminal() && signal(trial, "resume", who)) {
            return;
        }
        start(trial, entry);
    }

    void pause(Trial trial, String who) {
        if (!trial.state().terminal() && !signal(trial, "pause", who)) {
            wishes.park(trial.id(), who);
        }
    }

    void restart(Trial trial, OutboxEntry entry) {
        String who = entry.who();
        OptionalInt times = wishes.restartWanted(trial.id());
        if (times.isEmpty()) {
            return;
        }
        if (!trial.state().terminal() && signal(trial, "restart", who, times.getAsInt())) {
            return;
        }
        if (!trial.begun() && windowOpen(trial)) {
            if (!wishes.unpark(trial.id(), who)) {
                throw new IllegalStateException(
                        "trial " + trial.id() + " has begun meanwhile; its workflow is told soon");
            }
            return;
        }
        start(trial, entry);
    }

    /** A new workflow, from the last published checkpoint, or from where a verb has put the trial. */
    private void start(Trial trial, OutboxEntry entry) {
        if (!startedFor(trial, entry) && wishes.requeue(trial.id(), entry.who())) {
            startTrial(trials.find(trial.id()).orElseThrow(), entry);
        }
    }

    /**
     * Whether an earlier delivery of the entry has started the trial's workflow.
     *
     * @throws IllegalStateException if the one before it is still ending: the entry is handed out again
     */
    private boolean startedFor(Trial trial, OutboxEntry entry) {
        Optional<Instant> running = lookup.runningSince(Starts.workflow(trial));
        if (running.isPresent() && running.get().isBefore(entry.createdAt())) {
            throw new IllegalStateException("trial " + trial.id() + " is still ending; it goes on once it has");
        }
        return running.isPresent();
    }

    /** Whether the experiment's workflow runs, which starts the trials that have not begun; throws while it is ending. */
    private boolean windowOpen(Trial trial) {
        return lookup.heeds(
                WorkflowNames.experimentWorkflow(trial.experimentId().toString()));
    }

    /** False when no workflow of the trial is running. */
    private boolean signal(Trial trial, String name, Object... arguments) {
        try {
            temporal.client().newUntypedWorkflowStub(Starts.workflow(trial)).signal(name, arguments);
            return true;
        } catch (WorkflowNotFoundException gone) {
            return false;
        }
    }

    /** Starts its workflow, unless an earlier delivery of the entry has. */
    void startTrial(Trial trial, OutboxEntry entry) {
        if (startedFor(trial, entry)) {
            return;
        }
        TrialWorkflow workflow = temporal.client()
                .newWorkflowStub(
                        TrialWorkflow.class,
                        Starts.options(
                                        Starts.workflow(trial),
                                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                                        .set(
                                                SearchKeys.EXPERIMENT,
                                                trial.experimentId().toString())
                                        .set(SearchKeys.TRIAL, trial.id().toString())
                                        .set(SearchKeys.DETECTOR, trial.spec().detector())
                                        .set(SearchKeys.CATEGORY, trial.category())
                                        .set(SearchKeys.STATE, TrialState.QUEUED.name())
                                        .build())
                                .setStaticSummary(trial.name())
                                .setPriority(Starts.priority(
                                        experiments.find(trial.experimentId()).orElseThrow()))
                                .build());
        try {
            WorkflowClient.start(
                    workflow::run, trial.startedAt().isPresent() ? trial.spec().asTakenUp() : trial.spec());
        } catch (WorkflowExecutionAlreadyStarted told) {
            // An earlier delivery arrived and its answer was lost.
        }
    }

    void cancel(Trial trial) {
        if (!Starts.cancel(temporal.client(), Starts.workflow(trial))) {
            changes.endWithoutWorkflow(
                    List.of(trial.id()), TrialState.CANCELLED, "Cancelled; no workflow of it was running.");
        }
    }

    void giveUp(Trial trial, String who) {
        if (!signal(trial, "giveUp", who)) {
            changes.endWithoutWorkflow(
                    List.of(trial.id()),
                    TrialState.GIVEN_UP,
                    "Given up by " + who + "; no workflow of it was running.");
        }
    }
}
