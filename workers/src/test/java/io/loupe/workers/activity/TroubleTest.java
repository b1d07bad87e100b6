package io.loupe.workers.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.DetectorException;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.LostRaceException;
import io.loupe.tracking.store.DiskException;
import io.loupe.workflows.FailureClass;
import io.loupe.workflows.FailureReport;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void detectorsOwnFailureKeepsItsClassPlaceAndAdvice() {
        ApplicationFailure failure = failure(
                new DetectorException(DetectorException.Kind.DATA, "the file is cut off", "a.png", "replace it"), 1);

        assertThat(failure.getType()).isEqualTo("DATA");
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage()).isEqualTo("a.png: the file is cut off");
        assertThat(report(failure))
                .isEqualTo(new FailureReport(FailureClass.DATA, "the file is cut off", "a.png", "replace it"));
        assertThat(told).isEmpty();
    }

    @Test
    void serverThatIsAwayIsTriedAgainAndToldOnTheTimeline() {
        ApplicationFailure failure = failure(new TrackingException("no answer", true, null), 40);

        assertThat(failure.getType()).isEqualTo("PLATFORM");
        assertThat(failure.isNonRetryable()).isFalse();
        assertThat(told).containsExactly("retry: Attempt 40: no answer It is tried again.");
    }

    @Test
    void refusedCredentialsWaitForPerson() {
        assertThat(failure(new TrackingException("access denied", false, null), 1)
                        .isNonRetryable())
                .isTrue();
    }

    @Test
    void diskOfTheWorkerIsTriedTwiceAgainThenWaitsForPerson() {
        DiskException full = new DiskException("no space left on the disk of /cache", null);

        assertThat(Trouble.isUnexpected(full)).isTrue();
        assertThat(failure(full, 2).isNonRetryable()).isFalse();
        assertThat(failure(full, 3).isNonRetryable()).isTrue();
        assertThat(report(failure(full, 3)))
                .isEqualTo(new FailureReport(
                        FailureClass.PLATFORM,
                        "no space left on the disk of /cache",
                        "",
                        "Mend the disk of the worker that failed, then resume the trial."));
    }

    @Test
    void lostRaceIsTriedAgain() {
        assertThat(failure(new LostRaceException("attempt 2 was faster"), 9).isNonRetryable())
                .isFalse();
    }

    @Test
    void unexpectedFailureIsTriedTwiceAgainThenWaitsForPerson() {
        assertThat(failure(new IllegalStateException("a bug"), 1).isNonRetryable())
                .isFalse();
        assertThat(failure(new IllegalStateException("a bug"), 2).isNonRetryable())
                .isFalse();
        ApplicationFailure third = failure(new IllegalStateException("a bug"), 3);

        assertThat(third.isNonRetryable()).isTrue();
        assertThat(report(third).cause()).isEqualTo("Unexpected IllegalStateException: a bug");
    }

    @Test
    void onlyTheUnexpectedCountsHoweverOftenWorkersWereLost() {
        assertThat(Trouble.isUnexpected(new IllegalStateException("a bug"))).isTrue();
        assertThat(Trouble.isUnexpected(new TrackingException("no answer", true, null)))
                .isFalse();
        ApplicationFailure firstAfterTwoKills = (ApplicationFailure)
                Trouble.of(new IllegalStateException("a bug"), 3, 1, (event, message) -> {}, List::of);

        assertThat(firstAfterTwoKills.isNonRetryable()).isFalse();
    }

    @Test
    void memoryOfHeapProcessAndDeviceIsOneClass() {
        assertThat(failure(new OutOfMemoryError("Java heap space"), 1).getType())
                .isEqualTo("MEMORY");
        assertThat(failure(
                                new IllegalStateException(
                                        "DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"),
                                1)
                        .getType())
                .isEqualTo("MEMORY");
        assertThat(failure(new IllegalStateException(new RuntimeException("CUDA out of memory.")), 1)
                        .getType())
                .isEqualTo("MEMORY");
    }

    private ApplicationFailure failure(Throwable problem, int attempt) {
        return (ApplicationFailure)
                Trouble.of(problem, attempt, attempt, (event, message) -> told.add(event + ": " + message), List::of);
    }

    private static FailureReport report(ApplicationFailure failure) {
        return failure.getDetails().get(FailureReport.class);
    }
}
