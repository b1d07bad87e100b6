package io.loupe.workflows.control;

import io.loupe.workflows.WorkflowNames;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/** How long control activities may take. */
public final class ControlTimes {
    private ControlTimes() {}

    public static ActivityOptions options() {
        return ActivityOptions.newBuilder()
                .setTaskQueue(WorkflowNames.ORCHESTRATION)
                // One small transaction; what takes longer hangs, and is asked again.
                .setStartToCloseTimeout(Duration.ofSeconds(30))
                // The record must be written, however long the database is away: no limit of attempts.
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofSeconds(1))
                        .setMaximumInterval(Duration.ofSeconds(30))
                        .build())
                .build();
    }
}
