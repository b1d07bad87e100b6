package io.loupe.workflows.experiment;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Runs all trials of an experiment, at most {@code parallel} at once, and continues as new long before history limits.
 * Cancelling it cancels every trial.
 */
@WorkflowInterface
public interface ExperimentWorkflow {
    @WorkflowMethod(name = "Experiment")
    ExperimentSummary run(ExperimentPlan plan);
}
