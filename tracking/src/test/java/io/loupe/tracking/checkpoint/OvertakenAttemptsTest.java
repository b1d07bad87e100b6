package io.loupe.tracking.checkpoint;

import static io.loupe.tracking.checkpoint.OneTrial.TRIAL;
import static io.loupe.tracking.checkpoint.OneTrial.bytes;
import static io.loupe.tracking.checkpoint.OneTrial.draft;
import static io.loupe.tracking.checkpoint.OneTrial.points;
import static io.loupe.tracking.checkpoint.OneTrial.state;
import static io.loupe.tracking.checkpoint.OneTrial.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.tracking.testing.InterceptedObjectStore;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Of several attempts of a trial only one goes on; real threads are in {@link TwoAttemptsTest}. */
class OvertakenAttemptsTest {
    private final OneTrial trial = new OneTrial();
    private final InterceptedObjectStore store = trial.store;
    private final PublishedCheckpoints checkpoints = trial.checkpoints;

    @Test
    void theSecondOfTwoAttemptsStops() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        trial.publish(Optional.of(first), 20, 2);

        assertThatThrownBy(() -> trial.publish(Optional.of(first), 25, 1))
                .isInstanceOf(LostRaceException.class)
                .hasMessageContainingAll("checkpoint 2", "attempt 2 at step 20", "attempt 1 (step 25) stops");
        assertThat(checkpoints.history(TRIAL)).extracting(Manifest::step).containsExactly(10L, 20L);
    }

    @Test
    void anAttemptThatWakesUpLongAfterwardsStopsToo() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        Manifest last = first;
        for (long step = 20; step <= 60; step += 10) {
            last = trial.publish(Optional.of(last), step, 2);
            checkpoints.retain(TRIAL);
        }

        assertThatThrownBy(() -> trial.publish(Optional.of(first), 25, 1)).isInstanceOf(LostRaceException.class);
    }

    @Test
    void anAttemptIsOvertakenWhileItsBlobsGoUp() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        AtomicBoolean once = new AtomicBoolean();
        store.before((verb, key) -> {
            if (verb.equals("create") && once.compareAndSet(false, true)) {
                trial.publish(Optional.of(first), 20, 2);
            }
        });

        assertThatThrownBy(() -> trial.publish(Optional.of(first), 20, 1)).isInstanceOf(LostRaceException.class);
    }

    @Test
    void anAttemptThatLostOnlyTheAnswerGoesOn() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        trial.loseTheNextAnswer();
        assertThatThrownBy(() -> trial.publish(Optional.of(first), 20, 1)).hasMessage("answer lost");

        Manifest again = trial.publish(Optional.of(first), 20, 1);

        assertThat(again.sequence()).isEqualTo(2);
        assertThat(checkpoints.history(TRIAL)).hasSize(2);
    }

    @Test
    void anAttemptThatLostTheAnswerAndTrainedOnPublishesOnlyTheRest() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        trial.loseTheNextAnswer();
        assertThatThrownBy(() -> trial.publish(Optional.of(first), 20, 1)).hasMessage("answer lost");

        Manifest later = checkpoints.publish(Optional.of(first), draft(30, 1), state(30), points(11, 30));

        assertThat(later.sequence()).isEqualTo(3);
        assertThat(checkpoints.log(later)).isEqualTo(points(21, 30));
        assertThat(trial.recordedSteps()).containsExactlyElementsOf(steps(30));
    }

    @Test
    void ofTwoAttemptsThatFellBackOnlyOneGoesOn() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        Manifest second = trial.publish(Optional.of(first), 20, 1);
        trial.damage(second.parts().getFirst(), bytes("rubbish"));
        trial.publish(Optional.of(first), 20, 2);

        assertThatThrownBy(() -> trial.publish(Optional.of(first), 20, 3)).isInstanceOf(LostRaceException.class);
    }
}
