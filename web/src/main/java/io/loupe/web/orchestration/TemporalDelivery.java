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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final DatasetRepository datasets;

    TemporalDelivery(
            TemporalConnection temporal,
            WorkflowLookup lookup,
            ExperimentRepository experiments,
            TrialRepository trials,
            TrialChanges changes,
            DatasetRepository datasets) {
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.datasets = requireNonNull(datasets, "datasets is null");
    }

    @Override
    public void accept(OutboxEntry entry) {
        switch (entry.kind()) {
            case START_EXPERIMENT -> experiments.find(entry.subject()).ifPresent(this::startExperiment);
            case CANCEL_EXPERIMENT -> cancelExperiment(entry.subject());
            case RESUME_TRIAL -> trials.find(entry.subject()).ifPresent(trial -> resume(trial, entry.who()));
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
                        // An experiment's workflow starts once; its id is the experiment's.
                        options(
                                        WorkflowNames.experimentWorkflow(id),
                                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                                        .set(SearchKeys.EXPERIMENT, id)
                                        .build())
                                .setStaticSummary(experiment.overview().name())
                                // Trials and their activities inherit it.
                                .setPriority(Priority.newBuilder()
                                        .setPriorityKey(priorityKey(experiment.priority()))
                                        .build())
                                .build());
        try {
            WorkflowClient.start(workflow::run, ExperimentPlan.fresh(id, experiment.parallel()));
        } catch (WorkflowExecutionAlreadyStarted told) {
            // An earlier delivery arrived and its answer was lost.
        }
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
            boolean ofTheWindow = alive && trial.state() == TrialState.QUEUED;
            if (!trial.state().terminal() && !ofTheWindow && !cancel(workflow(trial)) && !alive) {
                orphans.add(trial.id());
            }
        }
        changes.endWithoutWorkflow(orphans, TrialState.CANCELLED, "Cancelled; no workflow of it was running.");
    }

    private void resume(Trial trial, String who) {
        if (!trial.state().terminal()) {
            try {
                temporal.client().newUntypedWorkflowStub(workflow(trial)).signal("resume", who);
                return;
            } catch (WorkflowNotFoundException gone) {
                // A new workflow goes on from the last published checkpoint.
            }
        } else if (lookup.running(workflow(trial))) {
            throw new IllegalStateException("trial " + trial.id() + " is still ending; it is resumed once it has");
        }
        if (changes.requeue(trial.id(), who)) {
            startTrial(trial);
        }
    }

    private void startTrial(Trial trial) {
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
        try {
            temporal.client().newUntypedWorkflowStub(workflow(trial)).signal("giveUp", who);
        } catch (WorkflowNotFoundException gone) {
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
