package io.loupe.tracking.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore.Draft;
import io.loupe.tracking.checkpoint.CheckpointStore.Restored;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.testing.InterceptedObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PublishedCheckpointsTest {
    private static final String TRIAL = "trial-1";
    private static final long TOTAL = 100;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryObjectStore objects = new MemoryObjectStore(() -> now);
    private final InterceptedObjectStore store = new InterceptedObjectStore(objects);
    private final PublishedCheckpoints checkpoints = new PublishedCheckpoints(store, () -> now, Duration.ofMinutes(10));

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
        Manifest first = publish(Optional.empty(), 10, 1);
        store.before((verb, key) -> {
            if (verb.equals("create")) {
                throw new TrackingException("the process dies here", true, null);
            }
        });

        assertThatThrownBy(() -> publish(Optional.of(first), 20, 1)).hasMessage("the process dies here");

        assertThat(checkpoints.restore(TRIAL).manifest()).hasValue(first);
    }

    @Test
    void theSecondOfTwoAttemptsStops() {
        Manifest first = publish(Optional.empty(), 10, 1);
        publish(Optional.of(first), 20, 2);

        assertThatThrownBy(() -> publish(Optional.of(first), 25, 1))
                .isInstanceOf(LostRaceException.class)
                .hasMessageContainingAll("checkpoint 2", "attempt 2 at step 20", "attempt 1 (step 25) stops");
        assertThat(checkpoints.history(TRIAL)).extracting(Manifest::step).containsExactly(10L, 20L);
    }

    @Test
    void anAttemptThatWakesUpLongAfterwardsStopsToo() {
        Manifest first = publish(Optional.empty(), 10, 1);
        Manifest last = first;
        for (long step = 20; step <= 60; step += 10) {
            last = publish(Optional.of(last), step, 2);
            checkpoints.retain(TRIAL);
        }

        assertThatThrownBy(() -> publish(Optional.of(first), 25, 1)).isInstanceOf(LostRaceException.class);
    }

    @Test
    void anAttemptIsOvertakenWhileItsBlobsGoUp() {
        Manifest first = publish(Optional.empty(), 10, 1);
        AtomicBoolean once = new AtomicBoolean();
        store.before((verb, key) -> {
            if (verb.equals("create") && once.compareAndSet(false, true)) {
                publish(Optional.of(first), 20, 2);
            }
        });

        assertThatThrownBy(() -> publish(Optional.of(first), 20, 1)).isInstanceOf(LostRaceException.class);
    }

    @Test
    void anAttemptThatLostOnlyTheAnswerGoesOn() {
        Manifest first = publish(Optional.empty(), 10, 1);
        loseTheNextAnswer();
        assertThatThrownBy(() -> publish(Optional.of(first), 20, 1)).hasMessage("answer lost");

        Manifest again = publish(Optional.of(first), 20, 1);

        assertThat(again.sequence()).isEqualTo(2);
        assertThat(checkpoints.history(TRIAL)).hasSize(2);
    }

    @Test
    void anAttemptThatLostTheAnswerAndTrainedOnPublishesOnlyTheRest() {
        Manifest first = publish(Optional.empty(), 10, 1);
        loseTheNextAnswer();
        assertThatThrownBy(() -> publish(Optional.of(first), 20, 1)).hasMessage("answer lost");

        Manifest later = checkpoints.publish(Optional.of(first), draft(30, 1), state(30), points(11, 30));

        assertThat(later.sequence()).isEqualTo(3);
        assertThat(checkpoints.log(later)).isEqualTo(points(21, 30));
        assertThat(recordedSteps()).containsExactlyElementsOf(steps(30));
    }

    @Test
    void aDamagedCheckpointIsReportedAndTheOneBeforeIsUsed() {
        Manifest first = publish(Optional.empty(), 10, 1);
        Manifest second = publish(Optional.of(first), 20, 1);
        damage(second.parts().getFirst(), new byte[] {1, 2, 3});

        Restored restored = checkpoints.restore(TRIAL);

        assertThat(restored.manifest()).hasValue(first);
        assertThat(restored.damaged())
                .singleElement()
                .asString()
                .contains("checkpoint 2 (step 20)", "\"weights\"", "3 of ");
    }

    @Test
    void aFlippedBitAMissingPartAndABrokenManifestAreFound() {
        Manifest last = publish(Optional.empty(), 10, 1);
        for (long step = 20; step <= 40; step += 10) {
            last = publish(Optional.of(last), step, 1);
        }
        List<Manifest> history = checkpoints.history(TRIAL);
        byte[] flipped = objects.get(key(history.get(1).parts().getFirst())).orElseThrow();
        flipped[0] ^= 1;
        damage(history.get(1).parts().getFirst(), flipped);
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
        Manifest first = publish(Optional.empty(), 10, 1);
        Manifest second = publish(Optional.of(first), 20, 1);
        damage(second.parts().getFirst(), bytes("rubbish"));

        Manifest base = checkpoints.restore(TRIAL).manifest().orElseThrow();
        Manifest third = checkpoints.publish(Optional.of(base), draft(15, 2), state(15), points(11, 15));
        Manifest fourth = checkpoints.publish(Optional.of(third), draft(30, 2), state(30), points(16, 30));

        assertThat(third.sequence()).isEqualTo(3);
        assertThat(checkpoints.log(third)).isEmpty();
        assertThat(checkpoints.log(fourth)).isEqualTo(points(21, 30));
        assertThat(recordedSteps()).containsExactlyElementsOf(steps(30));
        assertThat(checkpoints.restore(TRIAL).manifest()).hasValue(fourth);
    }

    @Test
    void whenEveryCheckpointIsDamagedTheTrialStartsAgainBehindThem() {
        Manifest first = publish(Optional.empty(), 10, 1);
        damage(first.parts().getFirst(), bytes("rubbish"));

        Restored restored = checkpoints.restore(TRIAL);
        assertThat(restored.manifest()).isEmpty();
        assertThat(restored.damaged()).hasSize(1);
        Manifest next = checkpoints.publish(Optional.empty(), draft(12, 2), state(12), points(1, 12));

        assertThat(next.sequence()).isEqualTo(2);
        assertThat(recordedSteps()).containsExactlyElementsOf(steps(12));
    }

    @Test
    void ofTwoAttemptsThatFellBackOnlyOneGoesOn() {
        Manifest first = publish(Optional.empty(), 10, 1);
        Manifest second = publish(Optional.of(first), 20, 1);
        damage(second.parts().getFirst(), bytes("rubbish"));
        publish(Optional.of(first), 20, 2);

        assertThatThrownBy(() -> publish(Optional.of(first), 20, 3)).isInstanceOf(LostRaceException.class);
    }

    @Test
    void aStoreThatIsAwayIsNotTakenForDamage() {
        publish(Optional.empty(), 10, 1);
        store.before((verb, key) -> {
            if (verb.equals("get") && key.contains("/blobs/")) {
                throw new TrackingException("away", true, null);
            }
        });

        assertThatThrownBy(() -> checkpoints.restore(TRIAL)).hasMessage("away");
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
    void retentionKeepsTheLastTwoCheckpointsAndEveryLog() {
        Manifest last = publish(Optional.empty(), 10, 1);
        for (long step = 20; step <= 50; step += 10) {
            last = publish(Optional.of(last), step, 1);
        }

        checkpoints.retain(TRIAL);

        List<Manifest> history = checkpoints.history(TRIAL);
        assertThat(history).hasSize(5);
        assertThat(history)
                .filteredOn(manifest ->
                        objects.size(key(manifest.parts().getFirst())).isPresent())
                .extracting(Manifest::step)
                .containsExactly(40L, 50L);
        assertThat(recordedSteps()).containsExactlyElementsOf(steps(50));
    }

    @Test
    void retentionKeepsTheFinalCheckpointAndDoesNotCountDamagedOnes() {
        Manifest first = publish(Optional.empty(), 10, 1);
        Manifest second = publish(Optional.of(first), 20, 1);
        damage(second.parts().getFirst(), bytes("rubbish"));
        Manifest third = publish(Optional.of(first), 30, 2);

        checkpoints.retain(TRIAL);

        assertThat(third.sequence()).isEqualTo(3);
        assertThat(objects.size(key(first.parts().getFirst()))).isPresent();
        Manifest finished = publish(Optional.of(third), TOTAL, 2);
        checkpoints.retain(TRIAL);
        assertThat(objects.size(key(first.parts().getFirst()))).isEmpty();
        damage(finished.parts().getFirst(), bytes("rubbish"));
        assertThat(checkpoints.restore(TRIAL).manifest()).hasValue(third);
    }

    @Test
    void blobsWithoutAManifestAreLeftAloneForTheGracePeriod() {
        publish(Optional.empty(), 10, 1);
        String orphan = "checkpoints/trial-1/blobs/" + "ab".repeat(32);
        objects.put(orphan, bytes("half a checkpoint"), "application/octet-stream");

        now = now.plus(Duration.ofMinutes(9));
        checkpoints.retain(TRIAL);
        assertThat(objects.size(orphan)).isPresent();

        now = now.plus(Duration.ofMinutes(2));
        checkpoints.retain(TRIAL);
        assertThat(objects.size(orphan)).isEmpty();
        assertThat(checkpoints.restore(TRIAL).damaged()).isEmpty();
    }

    @Test
    void onceTheTrainingHasEndedWhatDeadAttemptsLeftGoesAtOnce() {
        String orphan = "checkpoints/trial-1/blobs/" + "ab".repeat(32);
        String late = "checkpoints/trial-1/blobs/" + "cd".repeat(32);
        Manifest first = publish(Optional.empty(), 10, 1);
        objects.put(orphan, bytes("half a checkpoint"), "application/octet-stream");
        now = now.plus(Duration.ofMinutes(1));
        publish(Optional.of(first), TOTAL, 2);
        now = now.plus(Duration.ofMillis(1));
        objects.put(late, bytes("of one who may train on"), "application/octet-stream");

        checkpoints.retain(TRIAL);

        assertThat(objects.size(orphan)).isEmpty();
        assertThat(objects.size(late)).isPresent();
        assertThat(checkpoints.restore(TRIAL).damaged()).isEmpty();
    }

    @Test
    void nothingIsDeletedWhileAManifestCannotBeRead() {
        Manifest last = publish(Optional.empty(), 10, 1);
        for (long step = 20; step <= 40; step += 10) {
            last = publish(Optional.of(last), step, 1);
        }
        objects.put("checkpoints/trial-1/manifests/000000000002.json", bytes("?"), "application/json");
        PublishedCheckpoints fresh = new PublishedCheckpoints(store, () -> now, Duration.ZERO);
        int before = objects.list("checkpoints/").size();

        fresh.retain(TRIAL);

        assertThat(objects.list("checkpoints/")).hasSize(before);
    }

    @Test
    void aCheckpointPublishedAndCleanedUpWhileAnotherIsReadingIsNotTakenForDamage() {
        Manifest first = publish(Optional.empty(), 10, 1);
        AtomicBoolean once = new AtomicBoolean();
        store.before((verb, key) -> {
            if (verb.equals("get") && key.contains("/blobs/") && once.compareAndSet(false, true)) {
                Manifest last = first;
                for (long step = 20; step <= 40; step += 10) {
                    last = publish(Optional.of(last), step, 1);
                }
                checkpoints.retain(TRIAL);
            }
        });

        Restored restored = checkpoints.restore(TRIAL);

        assertThat(restored.manifest()).map(Manifest::step).hasValue(40L);
        assertThat(restored.damaged()).isEmpty();
    }

    @Test
    void trialIdsThatLeaveTheFolderAreRefused() {
        for (String trial : List.of("", "../other", "a/b", ".")) {
            assertThatIllegalArgumentException().as(trial).isThrownBy(() -> checkpoints.restore(trial));
        }
    }

    private Manifest publish(Optional<Manifest> previous, long step, int attempt) {
        long from = previous.map(Manifest::step).orElse(0L) + 1;
        return checkpoints.publish(previous, draft(step, attempt), state(step), points(from, step));
    }

    private void loseTheNextAnswer() {
        AtomicBoolean once = new AtomicBoolean();
        store.after((verb, key) -> {
            if (verb.equals("create") && once.compareAndSet(false, true)) {
                throw new TrackingException("answer lost", true, null);
            }
        });
    }

    private void damage(Manifest.Blob blob, byte[] content) {
        objects.put(key(blob), content, "application/octet-stream");
    }

    private List<Long> recordedSteps() {
        return checkpoints.history(TRIAL).stream()
                .flatMap(manifest -> checkpoints.log(manifest).stream())
                .map(MetricPoint::step)
                .toList();
    }

    private static List<Long> steps(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static Manifest.Blob partOf(Manifest manifest, String name) {
        return manifest.parts().stream()
                .filter(blob -> blob.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String key(Manifest.Blob blob) {
        return "checkpoints/trial-1/blobs/" + blob.sha256();
    }

    private static Draft draft(long step, int attempt) {
        return new Draft(TRIAL, step, TOTAL, attempt, Map.of("device", "cpu", "threads", "2"));
    }

    private static Map<String, byte[]> state(long step) {
        return Map.of("weights", bytes("weights after step " + step));
    }

    private static List<MetricPoint> points(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(step -> new MetricPoint("train/loss", 1.0 / step, step, 1000 * step))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
