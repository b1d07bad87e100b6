package io.loupe.workflows.trial;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One trial from queue to result. It ends in a terminal state only; a failure that is not retried waits in {@code
 * NEEDS_ATTENTION} for {@link #resume} or {@link #giveUp}. Cancelling the workflow ends it in {@code CANCELLED} once the
 * worker has let go of the device.
 */
@WorkflowInterface
public interface TrialWorkflow {
    /** Returns the terminal state; a workflow that was cancelled closes as cancelled instead, as Temporal has it. */
    @WorkflowMethod(name = "Trial")
    TrialState run(TrialSpec spec);

    /** Goes on from the last checkpoint; without effect unless the trial waits for a person. */
    @SignalMethod
    void resume(String who);

    /** Ends a waiting trial as {@code GIVEN_UP}. */
    @SignalMethod
    void giveUp(String who);

    /** A worker tells what it does; without effect unless that activity is the one under way. */
    @SignalMethod
    void attempt(AttemptNotice notice);

    @QueryMethod
    TrialState state();
}
