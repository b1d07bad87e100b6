package io.loupe.workflows.experiment;

import io.loupe.workflows.trial.TrialState;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Runs all trials of an experiment, at most {@code parallel} at once, and continues as new long before history limits.
 * A trial that fails never fails the experiment, and one that waits for a person holds no place in the window.
 * Cancelling it cancels every trial.
 *
 * <p>Trials outlive a run of this workflow: their parent close policy is ABANDON, and each tells the experiment by
 * {@link #trialMoved}, sent to the workflow id, so that whichever run is the current one hears it.
 */
@WorkflowInterface
public interface ExperimentWorkflow {
    @WorkflowMethod(name = "Experiment")
    ExperimentSummary run(ExperimentPlan plan);

    /**
     * A trial came to a state that matters to the window: a terminal one, {@code NEEDS_ATTENTION} or {@code
     * PAUSED}, or {@code QUEUED} again after a person resumed it. Said twice, it counts once.
     */
    @SignalMethod
    void trialMoved(String trialId, TrialState state);

    /** There are trials behind those that were there before; the window slides over them too. */
    @SignalMethod
    void trialsAdded();

    /**
     * Trials still to start wait for a device with this priority.
     *
     * @param priority 2 high, 3 normal, 4 low
     */
    @SignalMethod
    void prioritise(int priority);
}
