package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.Experiment;
import io.loupe.web.catalogue.ExperimentRepository;
import io.loupe.web.catalogue.Trial;
import io.loupe.web.catalogue.TrialChanges;
import io.loupe.web.catalogue.TrialRepository;
import io.loupe.workflows.SearchKeys;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.experiment.ExperimentPlan;
import io.loupe.workflows.experiment.ExperimentWorkflow;
import io.loupe.workflows.trial.TrialState;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** Tells Temporal what the outbox holds of experiments. */
@ApplicationScoped
class ExperimentDelivery {
    private final TemporalConnection temporal;
    private final WorkflowLookup lookup;
    private final ExperimentRepository experiments;
    private final TrialRepository trials;
    private final TrialChanges changes;

    ExperimentDelivery(
            TemporalConnection temporal,
            WorkflowLookup lookup,
            ExperimentRepository experiments,
            TrialRepository trials,
            TrialChanges changes) {
        this.temporal = requireNonNull(temporal, "temporal is null");
        this.lookup = requireNonNull(lookup, "lookup is null");
        this.experiments = requireNonNull(experiments, "experiments is null");
        this.trials = requireNonNull(trials, "trials is null");
        this.changes = requireNonNull(changes, "changes is null");
    }

    void start(Experiment experiment) {
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

    /**
     * Tells the workflow that there are trials it may not know; starts another one where it has ended or is gone.
     *
     * @throws IllegalStateException if a cancelled one is still ending: the entry is handed out again
     */
    void goOn(Experiment experiment) {
        UUID id = experiment.overview().id();
        OptionalInt first = trials.firstNotBegun(id);
        if (first.isEmpty()) {
            return;
        }
        lookup.heeds(WorkflowNames.experimentWorkflow(id.toString()));
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
    void prioritise(Experiment experiment) {
        UUID id = experiment.overview().id();
        int priority = Starts.priority(experiment.priority());
        signal(WorkflowNames.experimentWorkflow(id.toString()), priority);
        trials.ofExperiment(id).stream()
                .filter(trial -> !trial.state().terminal() && trial.begun())
                .forEach(trial -> signal(Starts.workflow(trial), priority));
    }

    private void signal(String workflow, int priority) {
        try {
            temporal.client().newUntypedWorkflowStub(workflow).signal("prioritise", priority);
        } catch (WorkflowNotFoundException ended) {
            // Nothing of it waits for a device.
        }
    }

    private static WorkflowOptions experimentOptions(Experiment experiment, WorkflowIdReusePolicy reuse) {
        String id = experiment.overview().id().toString();
        return Starts.options(WorkflowNames.experimentWorkflow(id), reuse)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchKeys.EXPERIMENT, id)
                        .build())
                .setStaticSummary(experiment.overview().name())
                .setPriority(Starts.priority(experiment))
                .build();
    }

    void cancel(UUID experiment) {
        boolean alive = Starts.cancel(temporal.client(), WorkflowNames.experimentWorkflow(experiment.toString()));
        List<UUID> orphans = new ArrayList<>();
        for (Trial trial : trials.ofExperiment(experiment)) {
            boolean ofTheWindow = alive && !trial.begun();
            if (!trial.state().terminal()
                    && !ofTheWindow
                    && !Starts.cancel(temporal.client(), Starts.workflow(trial))
                    && !alive) {
                orphans.add(trial.id());
            }
        }
        changes.endWithoutWorkflow(orphans, TrialState.CANCELLED, "Cancelled; no workflow of it was running.");
    }
}
