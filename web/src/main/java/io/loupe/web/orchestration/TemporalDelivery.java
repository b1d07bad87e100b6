package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.DatasetRepository;
import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.ImportJob;
import io.loupe.web.catalogue.OutboxEntry;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialChanges;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.web.catalogue.TrialWishes;
import io.loupe.workflows.SearchKeys;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.dataset.ImportSpec;
import io.loupe.workflows.dataset.ImportWorkflow;
import io.loupe.workflows.experiment.ExperimentPlan;
import io.loupe.workflows.experiment.ExperimentWorkflow;
import io.loupe.workflows.trial.TrialState;
import io.loupe.workflows.trial.TrialWorkflow;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import io.temporal.common.SearchAttributes;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;

/** Tells Temporal one entry of the outbox. Telling it again changes nothing. */
@ApplicationScoped
class TemporalDelivery implements Consumer<OutboxEntry> {
    private final TemporalConnection temporal;
    private final WorkflowLookup lookup;
    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final TrialChanges changes;
    private final TrialWishes wishes;
    private final DatasetRepository datasets;

    TemporalDelivery(
            TemporalConnection temporal,
            WorkflowLookup lookup,
            ExperimentRepository experiments,
            TrialRepository trials,
            TrialChanges changes,
            TrialWishes wishes,
            DatasetRepository datasets) {
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.wishes = requireNonNull(wishes, "wishes is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
    }

    @Override
    public void accept(OutboxEntry entry) {
        switch (entry.kind()) {
            case START_EXPERIMENT -> experiments.find(entry.subject()).ifPresent(this::startExperiment);
            case CONTINUE_EXPERIMENT -> experiments.find(entry.subject()).ifPresent(this::continueExperiment);
            case PRIORITISE_EXPERIMENT -> experiments.find(entry.subject()).ifPresent(this::prioritise);
            case CANCEL_EXPERIMENT -> cancelExperiment(entry.subject());
            case START_TRIAL -> trials.find(entry.subject()).ifPresent(trial -> startTrial(trial, entry));
            case PAUSE_TRIAL -> trials.find(entry.subject()).ifPresent(trial -> pause(trial, entry.who()));
            case RESTART_TRIAL -> trials.find(entry.subject()).ifPresent(trial -> restart(trial, entry));
            case RESUME_TRIAL -> trials.find(entry.subject()).ifPresent(trial -> resume(trial, entry));
            case CANCEL_TRIAL -> trials.find(entry.subject()).ifPresent(this::cancelTrial);
            case GIVE_UP_TRIAL -> trials.find(entry.subject()).ifPresent(trial -> giveUp(trial, entry.who()));
            case START_IMPORT -> datasets.importJob(entry.subject()).ifPresent(this::startImport);
            case STOP_IMPORT -> stopImport(entry.subject());
        }
    }

    private void startExperiment(Experiment experiment) {
        String id = experiment.overview().id().toString();
        ExperimentWorkflow workflow = temporal.client()
                .newWorkflowStub(
                        ExperimentWorkflow.class,
                        // A submission is told to Temporal once, however often it is delivered.
                        experimentOptions(experiment, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE));
        try {
            WorkflowClient.start(workflow::run, ExperimentPlan.fresh(id, experiment.parallel()));
        } catch (WorkflowExecutionAlreadyStarted told) {
            // An earlier delivery arrived and its answer was lost.
        }
    }

    /** Tells the workflow that there are trials it may not know; starts another one where it has ended or is gone. */
    private void continueExperiment(Experiment experiment) {
        UUID id = experiment.overview().id();
        OptionalInt first = trials.firstNotBegun(id);
        if (first.isEmpty()) {
            return;
        }
        temporal.client()
                .newUntypedWorkflowStub(
                        "Experiment",
                        experimentOptions(experiment, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE))
                .signalWithStart("trialsAdded", new Object[0], new Object[] {
                    ExperimentPlan.from(id.toString(), experiment.parallel(), first.getAsInt())
                });
        experiments.workflowBegan(id);
    }

    /** What waits in the window, and what has begun. */
    private void prioritise(Experiment experiment) {
        UUID id = experiment.overview().id();
        int key = priorityKey(experiment.priority());
        try {
            temporal.client()
                    .newUntypedWorkflowStub(WorkflowNames.experimentWorkflow(id.toString()))
                    .signal("prioritise", key);
        } catch (WorkflowNotFoundException ended) {
            // No trial waits in its window.
        }
        trials.ofExperiment(id).stream()
                .filter(trial -> !trial.state().terminal() && trial.begun())
                .forEach(trial -> signal(trial, "prioritise", key));
    }

    private static WorkflowOptions experimentOptions(Experiment experiment, WorkflowIdReusePolicy reuse) {
        String id = experiment.overview().id().toString();
        return options(WorkflowNames.experimentWorkflow(id), reuse)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchKeys.EXPERIMENT, id)
                        .build())
                .setStaticSummary(experiment.overview().name())
                .setPriority(priority(experiment))
                .build();
    }

    /** Trials and their activities inherit it. */
    private static Priority priority(Experiment experiment) {
        return Priority.newBuilder()
                .setPriorityKey(priorityKey(experiment.priority()))
                // Experiments of one priority share devices, whoever has more trials in the queue.
                .setFairnessKey(experiment.overview().id().toString())
                .build();
    }

    private static int priorityKey(String priority) {
        return switch (priority) {
            case "high" -> 2;
            case "low" -> 4;
            default -> 3;
        };
    }

    private void cancelExperiment(UUID experiment) {
        boolean alive = cancel(WorkflowNames.experimentWorkflow(experiment.toString()));
        List<UUID> orphans = new ArrayList<>();
        for (Trial trial : trials.ofExperiment(experiment)) {
            boolean ofTheWindow = alive && !trial.begun();
            if (!trial.state().terminal() && !ofTheWindow && !cancel(workflow(trial)) && !alive) {
                orphans.add(trial.id());
            }
        }
        changes.endWithoutWorkflow(orphans, TrialState.CANCELLED, "Cancelled; no workflow of it was running.");
    }

    private void resume(Trial trial, OutboxEntry entry) {
        String who = entry.who();
        if (!trial.begun() && windowOpen(trial) && wishes.unpark(trial.id(), who)) {
            return;
        }
        if (!trial.state().terminal() && signal(trial, "resume", who)) {
            return;
        }
        start(trial, entry);
    }

    private void pause(Trial trial, String who) {
        if (!trial.state().terminal() && !signal(trial, "pause", who)) {
            wishes.park(trial.id(), who);
        }
    }

    private void restart(Trial trial, OutboxEntry entry) {
        String who = entry.who();
        OptionalInt times = wishes.restartWanted(trial.id());
        if (times.isEmpty()) {
            return;
        }
        if (!trial.state().terminal() && signal(trial, "restart", who, times.getAsInt())) {
            return;
        }
        if (!trial.begun() && windowOpen(trial)) {
            wishes.requeue(trial.id(), who);
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
        Optional<Instant> running = lookup.runningSince(workflow(trial));
        if (running.isPresent() && running.get().isBefore(entry.createdAt())) {
            throw new IllegalStateException("trial " + trial.id() + " is still ending; it goes on once it has");
        }
        return running.isPresent();
    }

    /** Whether the experiment's workflow runs, which starts the trials that have not begun. */
    private boolean windowOpen(Trial trial) {
        return lookup.running(
                WorkflowNames.experimentWorkflow(trial.experimentId().toString()));
    }

    /** False when no workflow of the trial is running. */
    private boolean signal(Trial trial, String name, Object... arguments) {
        try {
            temporal.client().newUntypedWorkflowStub(workflow(trial)).signal(name, arguments);
            return true;
        } catch (WorkflowNotFoundException gone) {
            return false;
        }
    }

    private void startTrial(Trial trial, OutboxEntry entry) {
        if (startedFor(trial, entry)) {
            return;
        }
        TrialWorkflow workflow = temporal.client()
                .newWorkflowStub(
                        TrialWorkflow.class,
                        options(workflow(trial), WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
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
                                .setPriority(priority(
                                        experiments.find(trial.experimentId()).orElseThrow()))
                                .build());
        try {
            WorkflowClient.start(workflow::run, trial.spec());
        } catch (WorkflowExecutionAlreadyStarted told) {
            // An earlier delivery arrived and its answer was lost.
        }
    }

    private void cancelTrial(Trial trial) {
        if (!cancel(workflow(trial))) {
            changes.endWithoutWorkflow(
                    List.of(trial.id()), TrialState.CANCELLED, "Cancelled; no workflow of it was running.");
        }
    }

    private void giveUp(Trial trial, String who) {
        if (!signal(trial, "giveUp", who)) {
            changes.endWithoutWorkflow(
                    List.of(trial.id()),
                    TrialState.GIVEN_UP,
                    "Given up by " + who + "; no workflow of it was running.");
        }
    }

    private void startImport(ImportJob job) {
        String id = job.id().toString();
        ImportWorkflow workflow = temporal.client()
                .newWorkflowStub(
                        ImportWorkflow.class,
                        options(
                                        WorkflowNames.importWorkflow(id),
                                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                                .setStaticSummary(job.dataset() + " from " + job.folder())
                                .build());
        try {
            WorkflowClient.start(workflow::run, new ImportSpec(id, job.dataset(), job.folder(), job.layout()));
        } catch (WorkflowExecutionAlreadyStarted told) {
            // An earlier delivery arrived and its answer was lost.
        }
    }

    /** Its workflow writes down that it was stopped; where there is none, that is done here. */
    private void stopImport(UUID id) {
        if (!cancel(WorkflowNames.importWorkflow(id.toString()))) {
            datasets.importFailed(id, "The import was stopped; no workflow of it was running.");
        }
    }

    /** False when no such workflow is running. */
    private boolean cancel(String workflowId) {
        try {
            temporal.client()
                    .newUntypedWorkflowStub(workflowId, Optional.empty(), Optional.empty())
                    .cancel();
            return true;
        } catch (WorkflowNotFoundException gone) {
            return false;
        }
    }

    private static String workflow(Trial trial) {
        return WorkflowNames.trialWorkflow(trial.id().toString());
    }

    private static WorkflowOptions.Builder options(String workflowId, WorkflowIdReusePolicy reuse) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue(WorkflowNames.ORCHESTRATION)
                .setWorkflowIdReusePolicy(reuse);
    }
}
