package io.loupe.workflows.trial;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One trial from queue to result. It ends in a terminal state only; a failure that is not retried waits in {@code
 * NEEDS_ATTENTION}, a pause in {@code PAUSED}, for a person. Cancelling the workflow ends it in {@code CANCELLED} once
 * the worker has let go of the device. A verb that makes no sense in the trial's state, or comes twice, has no effect.
 */
@WorkflowInterface
public interface TrialWorkflow {
    /** Returns the terminal state; a workflow that was cancelled closes as cancelled instead, as Temporal has it. */
    @WorkflowMethod(name = "Trial")
    TrialState run(TrialSpec spec);

    /** The worker publishes a checkpoint and gives the device back; then the trial is {@code PAUSED}. */
    @SignalMethod
    void pause(String who);

    /** Goes on from the last checkpoint; without effect unless the trial waits for a person. */
    @SignalMethod
    void resume(String who);

    /**
     * Begins again at step 0, at work or waiting, with a chain of checkpoints of its own.
     *
     * @param times how often the trial was restarted, this one included; one that is known has no effect
     */
    @SignalMethod
    void restart(String who, int times);

    /** Ends a trial that needs attention as {@code GIVEN_UP}. */
    @SignalMethod
    void giveUp(String who);

    /**
     * From now on work waits for a device with this priority; work that waits already queues again with it.
     *
     * @param priority 2 high, 3 normal, 4 low
     */
    @SignalMethod
    void prioritise(int priority);

    /**
     * Publishes a checkpoint, gives the device back and queues again; without effect unless a worker trains it.
     *
     * @param message why, for the timeline
     */
    @SignalMethod
    void giveWay(String message);

    /** A worker tells what it does; without effect unless that activity is the one under way. */
    @SignalMethod
    void attempt(AttemptNotice notice);

    @QueryMethod
    TrialState state();
}
