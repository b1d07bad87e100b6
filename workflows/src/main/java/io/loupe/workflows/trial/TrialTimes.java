package io.loupe.workflows.trial;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.WorkflowNames;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Arrays;

/** How long a trial's activities may take, and what is tried again. */
public final class TrialTimes {
    private TrialTimes() {}

    /** Prepare, train, evaluate: on the device's queue, for as long as it takes. */
    static ActivityOptions onDevice(TrialSpec spec) {
        ActivityOptions.Builder options = ActivityOptions.newBuilder();
        int key = priorityKey(spec);
        if (key > 0) {
            options.setPriority(Priority.newBuilder().setPriorityKey(key).build());
        }
        return options.setTaskQueue(spec.queue())
                // No schedule-to-start limit: to wait for a device is normal, for days if it must be.
                // A training of the paper's size takes weeks on a CPU. A hung worker is found by its heartbeat.
                .setStartToCloseTimeout(Duration.ofDays(60))
                // Workers beat every 1 to 2 s from a thread of their own; ten missed in a row mean a lost worker.
                .setHeartbeatTimeout(Duration.ofSeconds(20))
                // CANCELLED is said only when the worker has let go of the device.
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(retries())
                .build();
    }

    /** As {@link #onDevice}, ahead of trainings that wait: a trial that is trained shows its result before the next begins. */
    static ActivityOptions evaluating(TrialSpec spec) {
        return onDevice(spec).toBuilder()
                .setPriority(Priority.newBuilder().setPriorityKey(1).build())
                .build();
    }

    /**
     * Temporal's key, smaller goes first: by priority, and within one what has been taken up before what nobody has begun, so
     * that a trial that was paused, gave way or was given back goes on with the next device that is free. The
     * server needs six levels of priority for it; its default are five.
     *
     * @return 1 to 6; 0 where neither the trial nor its workflow has a priority
     */
    static int priorityKey(TrialSpec spec) {
        Priority own = Workflow.getInfo().getPriority();
        int priority = spec.priority() > 0 || own == null ? spec.priority() : own.getPriorityKey();
        return priority == 0 ? 0 : 2 * (priority - 1) - (spec.takenUp() ? 1 : 0);
    }

    /** The MLflow run's status: on the queue of light work, so that a busy device does not delay it. */
    public static ActivityOptions status() {
        return ActivityOptions.newBuilder()
                .setTaskQueue(WorkflowNames.DATA)
                .setStartToCloseTimeout(Duration.ofSeconds(30))
                // Best effort: with MLflow away a trial must not wait for its status.
                .setScheduleToCloseTimeout(Duration.ofMinutes(2))
                .setRetryOptions(retries())
                .build();
    }

    /** Platform failures and lost workers are tried again without limit; what a person must mend is not. */
    private static RetryOptions retries() {
        return RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setBackoffCoefficient(2)
                // Short, since lost workers count too: a training that has lost ten goes on as soon as one that lost
                // one.
                .setMaximumInterval(Duration.ofSeconds(10))
                .setDoNotRetry(Arrays.stream(FailureClass.values())
                        .filter(failureClass -> !failureClass.retried())
                        .map(FailureClass::name)
                        .toArray(String[]::new))
                .build();
    }
}
