package io.loupe.tracking.checkpoint;

import static io.loupe.tracking.checkpoint.OneTrial.TRIAL;
import static io.loupe.tracking.checkpoint.OneTrial.bytes;
import static io.loupe.tracking.checkpoint.OneTrial.draft;
import static io.loupe.tracking.checkpoint.OneTrial.key;
import static io.loupe.tracking.checkpoint.OneTrial.partOf;
import static io.loupe.tracking.checkpoint.OneTrial.points;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore.Restored;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.testing.InterceptedObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is published is restored, whole or not at all. */
class PublishedCheckpointsTest {
    private final OneTrial trial = new OneTrial();
    private final MemoryObjectStore objects = trial.objects;
    private final InterceptedObjectStore store = trial.store;
    private final PublishedCheckpoints checkpoints = trial.checkpoints;

    @Test
    void whatIsPublishedIsRestored() {
        Map<String, byte[]> parts = Map.of("weights", bytes("w"), "optimizer", bytes("o"));

        Manifest manifest = checkpoints.publish(Optional.empty(), draft(10, 1), parts, points(1, 10));

        Restored restored = checkpoints.restore(TRIAL);
        assertThat(restored.manifest()).hasValue(manifest);
        assertThat(restored.parts()).containsOnlyKeys("weights", "optimizer");
        assertThat(restored.parts().get("weights")).isEqualTo(bytes("w"));
        assertThat(restored.damaged()).isEmpty();
        assertThat(manifest.sequence()).isEqualTo(1);
        assertThat(manifest.facts()).containsEntry("device", "cpu");
        assertThat(checkpoints.log(manifest)).isEqualTo(points(1, 10));
        assertThat(objects.list("checkpoints/trial-1/manifests/"))
                .containsExactly("checkpoints/trial-1/manifests/000000000001.json");
    }

    @Test
    void onlyWantedPartsAreReadAndMustBeWhole() {
        Manifest manifest = checkpoints.publish(
                Optional.empty(), draft(10, 1), Map.of("weights", bytes("w"), "optimizer", bytes("o")), points(1, 10));
        String optimizer = manifest.parts().stream()
                .filter(part -> part.name().equals("optimizer"))
                .findFirst()
                .orElseThrow()
                .sha256();
        objects.delete("checkpoints/trial-1/blobs/" + optimizer);

        Restored toScore = checkpoints.restore(TRIAL, part -> !part.equals("optimizer"));

        assertThat(toScore.manifest()).hasValue(manifest);
        assertThat(toScore.parts()).containsOnlyKeys("weights");
        assertThat(checkpoints.restore(TRIAL).manifest()).isEmpty();
    }

    @Test
    void nothingPublishedMeansNothingRestored() {
        Restored restored = checkpoints.restore(TRIAL);

        assertThat(restored.manifest()).isEmpty();
        assertThat(restored.parts()).isEmpty();
        assertThat(restored.damaged()).isEmpty();
        assertThat(checkpoints.history(TRIAL)).isEmpty();
    }

    @Test
    void whatHasNoManifestDidNotHappen() {
        Manifest first = trial.publish(Optional.empty(), 10, 1);
        store.before((verb, key) -> {
            if (verb.equals("create")) {
                throw new TrackingException("the process dies here", true, null);
            }
        });

        assertThatThrownBy(() -> trial.publish(Optional.of(first), 20, 1)).hasMessage("the process dies here");

        assertThat(checkpoints.restore(TRIAL).manifest()).hasValue(first);
    }

    @Test
    void partsThatDidNotChangeAreNotSentAgain() {
        Map<String, byte[]> before = Map.of("teacher", bytes("frozen"), "weights", bytes("1"));
        Manifest first = checkpoints.publish(Optional.empty(), draft(1, 1), before, points(1, 1));
        List<String> sent = new ArrayList<>();
        store.after((verb, key) -> {
            if (verb.equals("put")) {
                sent.add(key);
            }
        });

        Map<String, byte[]> after = Map.of("teacher", bytes("frozen"), "weights", bytes("2"));
        Manifest second = checkpoints.publish(Optional.of(first), draft(2, 1), after, points(2, 2));

        assertThat(sent).hasSize(2).doesNotContain(key(partOf(second, "teacher")));
        assertThat(checkpoints.restore(TRIAL).parts().get("teacher")).isEqualTo(bytes("frozen"));
    }

    @Test
    void trialIdsThatLeaveTheFolderAreRefused() {
        for (String id : List.of("", "../other", "a/b", ".")) {
            assertThatIllegalArgumentException().as(id).isThrownBy(() -> checkpoints.restore(id));
        }
    }
}
