package io.loupe.workflows.dataset;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.control.ControlActivities;
import io.loupe.workflows.control.ControlTimes;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Arrays;

/** The story of an import: one activity, and its outcome recorded. */
public final class ImportWorkflowImpl implements ImportWorkflow {
    private final DatasetActivities data = Workflow.newActivityStub(
            DatasetActivities.class,
            ActivityOptions.newBuilder()
                    .setTaskQueue(WorkflowNames.DATA)
                    // Hundreds of gigabytes over a slow line are still copied in a day.
                    .setStartToCloseTimeout(Duration.ofDays(2))
                    // The worker beats with every file or two; one file is read, hashed and copied in far less.
                    .setHeartbeatTimeout(Duration.ofSeconds(60))
                    .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofSeconds(1))
                            .setMaximumInterval(Duration.ofSeconds(60))
                            .setDoNotRetry(Arrays.stream(FailureClass.values())
                                    .filter(failureClass -> !failureClass.retried())
                                    .map(FailureClass::name)
                                    .toArray(String[]::new))
                            .build())
                    .build());
    private final ControlActivities control = Workflow.newActivityStub(ControlActivities.class, ControlTimes.options());

    @Override
    public ImportOutcome run(ImportSpec spec) {
        try {
            ImportOutcome outcome = data.importFolder(spec);
            control.importEnded(spec.importId(), outcome);
            return outcome;
        } catch (ActivityFailure failure) {
            Workflow.newDetachedCancellationScope(() -> control.importFailed(spec.importId(), message(failure)))
                    .run();
            throw failure;
        }
    }

    private static String message(ActivityFailure failure) {
        return switch (failure.getCause()) {
            case CanceledFailure cancelled -> "The import was cancelled; nothing is published.";
            case ApplicationFailure application -> application.getOriginalMessage();
            case null -> failure.getOriginalMessage();
            default -> String.valueOf(failure.getCause().getMessage());
        };
    }
}
