package io.loupe.workflows.trial;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.FailureReport;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;

/** What a person is told about an activity that failed for good. */
final class Failures {
    private Failures() {}

    /** The worker's own report, or the best that can be said without one. */
    static FailureReport report(ActivityFailure failure) {
        if (failure.getCause() instanceof ApplicationFailure cause) {
            try {
                FailureReport report = cause.getDetails().get(FailureReport.class);
                if (report != null) {
                    return report;
                }
            } catch (DataConverterException | IllegalArgumentException unreadable) {
                // The detail is of another kind: the message below says what is known.
            }
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String message = cause instanceof ApplicationFailure application
                ? application.getOriginalMessage()
                : String.valueOf(cause.getMessage());
        return new FailureReport(
                FailureClass.PLATFORM,
                failure.getActivityType() + " failed: " + message,
                "",
                "Look into the worker's log, then resume the trial.");
    }
}
