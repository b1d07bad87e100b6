package io.loupe.tracking.checkpoint;

import static io.loupe.tracking.checkpoint.OneTrial.TOTAL;
import static io.loupe.tracking.checkpoint.OneTrial.TRIAL;
import static io.loupe.tracking.checkpoint.OneTrial.bytes;
import static io.loupe.tracking.checkpoint.OneTrial.key;
import static io.loupe.tracking.checkpoint.OneTrial.steps;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.testing.InterceptedObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may be deleted, and what not. */
class RetentionTest {
    private final OneTrial trial = new OneTrial();
    private final MemoryObjectStore objects = trial.objects;
    private final InterceptedObjectStore store = trial.store;
    private final PublishedCheckpoints checkpoints = trial.checkpoints;

    @Test
    void retentionKeepsTheLastTwoCheckpointsAndEveryLog() {
        Manifest last = trial.publish(Optional.empty(), 10, 1);
        for (long step = 20; step <= 50; step += 10) {
            last = trial.publish(Optional.of(last), step, 1);
        }

        checkpoints.retain(TRIAL);

        List<Manifest> history = checkpoints.history(TRIAL);
        assertThat(history).hasSize(5);
        assertThat(history)
                .filteredOn(manifest ->
                        objects.size(key(manifest.parts().getFirst())).isPresent())
                .extracting(Manifest::step)
                .containsExactly(40L, 50L);
        assertThat(trial.recordedSteps()).containsExactlyElementsOf(steps(50));
    }

    @Test
    void retentionKeepsTheFinalCheckpointAndDoesNotCountDamagedOnes() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        Manifest second = trial.publish(Optional.of(first), 20, 1);
        trial.damage(second.parts().getFirst(), bytes("rubbish"));
        Manifest third = trial.publish(Optional.of(first), 30, 2);

        checkpoints.retain(TRIAL);

        assertThat(third.sequence()).isEqualTo(3);
        assertThat(objects.size(key(first.parts().getFirst()))).isPresent();
        Manifest finished = trial.publish(Optional.of(third), TOTAL, 2);
        checkpoints.retain(TRIAL);
        assertThat(objects.size(key(first.parts().getFirst()))).isEmpty();
        trial.damage(finished.parts().getFirst(), bytes("rubbish"));
        assertThat(checkpoints.restore(TRIAL).manifest()).hasValue(third);
    }

    @Test
    void blobsWithoutAManifestAreLeftAloneForTheGracePeriod() {
        trial.publish(Optional.empty(), 10, 1);
        String orphan = "checkpoints/trial-1/blobs/" + "ab".repeat(32);
        objects.put(orphan, bytes("half a checkpoint"), "application/octet-stream");

        trial.pass(Duration.ofMinutes(9));
        checkpoints.retain(TRIAL);
        assertThat(objects.size(orphan)).isPresent();

        trial.pass(Duration.ofMinutes(2));
        checkpoints.retain(TRIAL);
        assertThat(objects.size(orphan)).isEmpty();
        assertThat(checkpoints.restore(TRIAL).damaged()).isEmpty();
    }

    @Test
    void onceTheTrainingHasEndedWhatDeadAttemptsLeftGoesAtOnce() {
        String orphan = "checkpoints/trial-1/blobs/" + "ab".repeat(32);
        String late = "checkpoints/trial-1/blobs/" + "cd".repeat(32);
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        objects.put(orphan, bytes("half a checkpoint"), "application/octet-stream");
        trial.pass(Duration.ofMinutes(1));
        trial.publish(Optional.of(first), TOTAL, 2);
        trial.pass(Duration.ofMillis(1));
        objects.put(late, bytes("of one who may train on"), "application/octet-stream");

        checkpoints.retain(TRIAL);

        assertThat(objects.size(orphan)).isEmpty();
        assertThat(objects.size(late)).isPresent();
        assertThat(checkpoints.restore(TRIAL).damaged()).isEmpty();
    }

    @Test
    void nothingIsDeletedWhileAManifestCannotBeRead() {
        Manifest last = trial.publish(Optional.empty(), 10, 1);
        for (long step = 20; step <= 40; step += 10) {
            last = trial.publish(Optional.of(last), step, 1);
        }
        objects.put("checkpoints/trial-1/manifests/000000000002.json", bytes("?"), "application/json");
        PublishedCheckpoints fresh = new PublishedCheckpoints(store, trial::now, Duration.ZERO);
        int before = objects.list("checkpoints/").size();

        fresh.retain(TRIAL);

        assertThat(objects.list("checkpoints/")).hasSize(before);
    }
}
