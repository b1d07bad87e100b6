package io.loupe.workflows;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a person is told about a failure.
 *
 * @param failureClass who has to act
 * @param cause one sentence: what was wrong
 * @param place where: file, field or key, with the value; may be empty
 * @param advice what to do now
 * @param log lines of the worker's log around the failure, oldest first; may be empty, and is where many are listed
 */
public record FailureReport(
        FailureClass failureClass,
        String cause,
        String place,
        String advice,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> log) {
    public FailureReport {
        requireNonNull(failureClass, "failureClass is null");
        requireNonNull(cause, "cause is null");
        requireNonNull(place, "place is null");
        requireNonNull(advice, "advice is null");
        // Reports of before have no such field.
        log = log == null ? List.of() : List.copyOf(log);
    }

    public FailureReport(FailureClass failureClass, String cause, String place, String advice) {
        this(failureClass, cause, place, advice, List.of());
    }

    public FailureReport withLog(List<String> lines) {
        return new FailureReport(failureClass, cause, place, advice, lines);
    }
}
