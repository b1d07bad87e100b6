package io.loupe.workers.activity;

import io.loupe.detectors.DetectorException;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.LostRaceException;
import io.loupe.tracking.store.DiskException;
import io.loupe.workflows.FailureClass;
import io.loupe.workflows.FailureReport;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into a failure with a class, and with a report for a person. */
public final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    /** A failure nobody expected may be a passing one; after so many in a row a person looks at it. */
    private static final int UNEXPECTED_IN_A_ROW = 3;

    private Trouble() {}

    /**
     * @param attempt the activity's attempt that failed
     * @return what to throw out of the activity
     */
    public static RuntimeException of(Throwable problem, int attempt) {
        return of(problem, attempt, attempt, (event, message) -> {}, List::of);
    }

    /**
     * @param unexpected failures that nobody expected in a row, this one included; lost workers are none of them
     * @param tell told (event, message) when the platform tries again by itself
     * @param log asked for the log's lines around the failure once it has been written down
     */
    public static RuntimeException of(
            Throwable problem,
            int attempt,
            int unexpected,
            BiConsumer<String, String> tell,
            Supplier<List<String>> log) {
        if (problem instanceof ActivityCompletionException asked) {
            return asked;
        }
        if (problem instanceof ApplicationFailure classed) {
            return classed;
        }
        FailureReport known = report(problem);
        LOG.warn("attempt {} failed: {}", attempt, known.cause(), problem);
        FailureReport report = known.withLog(log.get());
        boolean again = again(problem, report, unexpected);
        String message = report.place().isEmpty() ? report.cause() : report.place() + ": " + report.cause();
        if (again) {
            tell.accept("retry", "Attempt " + attempt + ": " + message + " It is tried again.");
        }
        return again
                ? ApplicationFailure.newFailureWithCause(
                        message, report.failureClass().name(), problem, report)
                : ApplicationFailure.newNonRetryableFailureWithCause(
                        message, report.failureClass().name(), problem, report);
    }

    /** Whether the platform tries again by itself. */
    private static boolean again(Throwable problem, FailureReport report, int unexpected) {
        return switch (problem) {
            case DiskException disk -> unexpected < UNEXPECTED_IN_A_ROW;
            case TrackingException tracking -> tracking.temporary();
            case LostRaceException lost -> true;
            default -> report.failureClass().retried() && unexpected < UNEXPECTED_IN_A_ROW;
        };
    }

    /** Whether it is of no kind that the platform knows, or the fault of the worker's machine. */
    public static boolean isUnexpected(Throwable problem) {
        return switch (problem) {
            case ActivityCompletionException asked -> false;
            case ApplicationFailure known -> false;
            case DetectorException classed -> false;
            case DiskException disk -> true;
            case TrackingException classed -> false;
            case LostRaceException lost -> false;
            default -> true;
        };
    }

    /** What a person is told. */
    public static FailureReport report(Throwable problem) {
        return switch (problem) {
            case DetectorException detector ->
                new FailureReport(
                        FailureClass.valueOf(detector.kind().name()),
                        withoutPlace(detector),
                        detector.place(),
                        detector.advice());
            case DiskException disk ->
                new FailureReport(
                        FailureClass.PLATFORM,
                        String.valueOf(disk.getMessage()),
                        "",
                        "Mend the disk of the worker that failed, then resume the trial.");
            case TrackingException tracking ->
                new FailureReport(
                        FailureClass.PLATFORM,
                        String.valueOf(tracking.getMessage()),
                        "",
                        tracking.temporary()
                                ? "Nothing: it is tried again until it works."
                                : "Mend the server or its credentials, then resume the trial.");
            case LostRaceException lost ->
                new FailureReport(
                        FailureClass.PLATFORM,
                        String.valueOf(lost.getMessage()),
                        "",
                        "Nothing: the next attempt goes on from the newest checkpoint.");
            default -> outOfMemory(problem).orElseGet(() -> unexpected(problem));
        };
    }

    private static String withoutPlace(DetectorException detector) {
        String message = String.valueOf(detector.getMessage());
        String prefix = detector.place() + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    private static Optional<FailureReport> outOfMemory(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            // libtorch's words for the CPU's and the GPU's memory.
            if (cause instanceof OutOfMemoryError
                    || message.contains("not enough memory")
                    || message.contains("can't allocate memory")
                    || message.contains("out of memory")) {
                return Optional.of(new FailureReport(
                        FailureClass.MEMORY,
                        "The worker ran out of memory: " + cause.getMessage(),
                        "",
                        "Choose smaller images or a smaller batch in a new experiment, or give the worker more memory"
                                + " and resume."));
            }
        }
        return Optional.empty();
    }

    private static FailureReport unexpected(Throwable problem) {
        return new FailureReport(
                FailureClass.PLATFORM,
                "Unexpected " + problem.getClass().getSimpleName() + ": " + problem.getMessage(),
                "",
                "Look into the worker's log; the trial can be resumed.");
    }
}
