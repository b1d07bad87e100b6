package io.loupe.workflows.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.workflows.FailureClass;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
    @Test
    void aLostWorkerPasses() {
        assertThat(passes(new TimeoutFailure("no heartbeat for 20 s", null, TimeoutType.TIMEOUT_TYPE_HEARTBEAT)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(FailureClass.class)
    void whatIsTriedAgainPassesUnlessItsWorkerSaysOtherwise(FailureClass known) {
        assertThat(passes(ApplicationFailure.newFailure("away", known.name()))).isEqualTo(known.retried());
        assertThat(passes(ApplicationFailure.newNonRetryableFailure("three times", known.name())))
                .isFalse();
    }

    @Test
    void whatNobodyKnowsNeedsAPerson() {
        assertThat(passes(ApplicationFailure.newFailure("what is this", "java.lang.IllegalStateException")))
                .isFalse();
    }

    private static boolean passes(Exception cause) {
        return Failures.passes(new ActivityFailure(
                "failed", 1, 2, "Train", "3", RetryState.RETRY_STATE_CANCEL_REQUESTED, "worker", cause));
    }
}
