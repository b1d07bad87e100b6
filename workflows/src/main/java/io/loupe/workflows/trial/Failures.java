package io.loupe.workflows.trial;

import io.loupe.workflows.FailureClass;
import io.loupe.workflows.FailureReport;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Arrays;

/** What is made of an activity's failure: whether it passes by itself, and what a person is told. */
final class Failures {
    private Failures() {}

    /**
     * Whether it would have been tried again, had the activity not been asked to let go before: a server tries nothing again
     * that is being cancelled.
     */
    static boolean passes(ActivityFailure failure) {
        return failure.getCause() instanceof TimeoutFailure
                || failure.getCause() instanceof ApplicationFailure cause
                        && !cause.isNonRetryable()
                        && Arrays.stream(FailureClass.values())
                                .anyMatch(
                                        known -> known.retried() && known.name().equals(cause.getType()));
    }

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
