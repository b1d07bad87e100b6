package io.loupe.tracking.checkpoint;

import static io.loupe.tracking.checkpoint.OneTrial.TRIAL;
import static io.loupe.tracking.checkpoint.OneTrial.bytes;
import static io.loupe.tracking.checkpoint.OneTrial.draft;
import static io.loupe.tracking.checkpoint.OneTrial.key;
import static io.loupe.tracking.checkpoint.OneTrial.points;
import static io.loupe.tracking.checkpoint.OneTrial.state;
import static io.loupe.tracking.checkpoint.OneTrial.steps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore.Restored;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.testing.InterceptedObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is damaged is found, reported and passed over; what only looks so for a while is not taken for it. */
class DamagedCheckpointsTest {
    private final OneTrial trial = new OneTrial();
    private final MemoryObjectStore objects = trial.objects;
    private final InterceptedObjectStore store = trial.store;
    private final PublishedCheckpoints checkpoints = trial.checkpoints;

    @Test
    void aDamagedCheckpointIsReportedAndTheOneBeforeIsUsed() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        Manifest second = trial.publish(Optional.of(first), 20, 1);
        trial.damage(second.parts().getFirst(), new byte[] {1, 2, 3});

        Restored restored = checkpoints.restore(TRIAL);

        assertThat(restored.manifest()).hasValue(first);
        assertThat(restored.damaged())
                .singleElement()
                .asString()
                .contains("checkpoint 2 (step 20)", "\"weights\"", "3 of ");
    }

    @Test
    void aFlippedBitAMissingPartAndABrokenManifestAreFound() {
        Manifest last = trial.publish(Optional.empty(), 10, 1);
        for (long step = 20; step <= 40; step += 10) {
            last = trial.publish(Optional.of(last), step, 1);
        }
        List<Manifest> history = checkpoints.history(TRIAL);
        byte[] flipped = objects.get(key(history.get(1).parts().getFirst())).orElseThrow();
        flipped[0] ^= 1;
        trial.damage(history.get(1).parts().getFirst(), flipped);
        objects.delete(key(history.get(2).parts().getFirst()));
        objects.put("checkpoints/trial-1/manifests/000000000004.json", bytes("{\"format\":1,"), "application/json");
        PublishedCheckpoints fresh = new PublishedCheckpoints(store);

        Restored restored = fresh.restore(TRIAL);

        assertThat(restored.manifest()).hasValue(history.getFirst());
        assertThat(restored.damaged())
                .satisfiesExactly(
                        newest -> assertThat(newest).contains("checkpoint 4", "manifest is damaged"),
                        third -> assertThat(third).contains("checkpoint 3", "is missing"),
                        second -> assertThat(second).contains("checkpoint 2", "does not match its SHA-256"));
        assertThat(fresh.history(TRIAL)).extracting(Manifest::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void afterFallingBackTheTrialGoesOnBehindTheDamagedCheckpointAndNoPointIsRecordedTwice() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        Manifest second = trial.publish(Optional.of(first), 20, 1);
        trial.damage(second.parts().getFirst(), bytes("rubbish"));

        Manifest base = checkpoints.restore(TRIAL).manifest().orElseThrow();
        Manifest third = checkpoints.publish(Optional.of(base), draft(15, 2), state(15), points(11, 15));
        Manifest fourth = checkpoints.publish(Optional.of(third), draft(30, 2), state(30), points(16, 30));

        assertThat(third.sequence()).isEqualTo(3);
        assertThat(checkpoints.log(third)).isEmpty();
        assertThat(checkpoints.log(fourth)).isEqualTo(points(21, 30));
        assertThat(trial.recordedSteps()).containsExactlyElementsOf(steps(30));
        assertThat(checkpoints.restore(TRIAL).manifest()).hasValue(fourth);
    }

    @Test
    void whenEveryCheckpointIsDamagedTheTrialStartsAgainBehindThem() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        trial.damage(first.parts().getFirst(), bytes("rubbish"));

        Restored restored = checkpoints.restore(TRIAL);
        assertThat(restored.manifest()).isEmpty();
        assertThat(restored.damaged()).hasSize(1);
        Manifest next = checkpoints.publish(Optional.empty(), draft(12, 2), state(12), points(1, 12));

        assertThat(next.sequence()).isEqualTo(2);
        assertThat(trial.recordedSteps()).containsExactlyElementsOf(steps(12));
    }

    @Test
    void aStoreThatIsAwayIsNotTakenForDamage() {
        trial.publish(Optional.empty(), 10, 1);
        store.before((verb, key) -> {
            if (verb.equals("get") && key.contains("/blobs/")) {
                throw new TrackingException("away", true, null);
            }
        });

        assertThatThrownBy(() -> checkpoints.restore(TRIAL)).hasMessage("away");
    }

    @Test
    void aCheckpointPublishedAndCleanedUpWhileAnotherIsReadingIsNotTakenForDamage() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        AtomicBoolean once = new AtomicBoolean();
        store.before((verb, key) -> {
            if (verb.equals("get") && key.contains("/blobs/") && once.compareAndSet(false, true)) {
                Manifest last = first;
                for (long step = 20; step <= 40; step += 10) {
                    last = trial.publish(Optional.of(last), step, 1);
                }
                checkpoints.retain(TRIAL);
            }
        });

        Restored restored = checkpoints.restore(TRIAL);

        assertThat(restored.manifest()).map(Manifest::step).hasValue(40L);
        assertThat(restored.damaged()).isEmpty();
    }
}
