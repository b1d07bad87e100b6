package io.loupe.workflows;

import static java.util.Objects.requireNonNull;

/**
 * What a person is told about a failure.
 *
 * @param failureClass who has to act
 * @param cause one sentence: what was wrong
 * @param place where: file, field or key, with the value; may be empty
 * @param advice what to do now
 */
public record FailureReport(FailureClass failureClass, String cause, String place, String advice) {
    public FailureReport {
        requireNonNull(failureClass, "failureClass is null");
        requireNonNull(cause, "cause is null");
        requireNonNull(place, "place is null");
        requireNonNull(advice, "advice is null");
    }
}
