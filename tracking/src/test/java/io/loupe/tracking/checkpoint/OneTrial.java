package io.loupe.tracking.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore.Draft;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.testing.InterceptedObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

/** A trial of 100 steps in a store of its own, one point a step, with a clock that tests move. */
final class OneTrial {
    static final String TRIAL = "trial-1";
    static final long TOTAL = 100;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final MemoryObjectStore objects = new MemoryObjectStore(() -> now);
    final InterceptedObjectStore store = new InterceptedObjectStore(objects);
    final PublishedCheckpoints checkpoints = new PublishedCheckpoints(store, () -> now, Duration.ofMinutes(10));

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Manifest publish(Optional<Manifest> previous, long step, int attempt) {
        long from = previous.map(Manifest::step).orElse(0L) + 1;
        return checkpoints.publish(previous, draft(step, attempt), state(step), points(from, step));
    }

    void loseTheNextAnswer() {
        AtomicBoolean once = new AtomicBoolean();
        store.after((verb, key) -> {
            if (verb.equals("create") && once.compareAndSet(false, true)) {
                throw new TrackingException("answer lost", true, null);
            }
        });
    }

    void damage(Manifest.Blob blob, byte[] content) {
        objects.put(key(blob), content, "application/octet-stream");
    }

    List<Long> recordedSteps() {
        return checkpoints.history(TRIAL).stream()
                .flatMap(manifest -> checkpoints.log(manifest).stream())
                .map(MetricPoint::step)
                .toList();
    }

    static List<Long> steps(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    static Manifest.Blob partOf(Manifest manifest, String name) {
        return manifest.parts().stream()
                .filter(blob -> blob.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static String key(Manifest.Blob blob) {
        return "checkpoints/trial-1/blobs/" + blob.sha256();
    }

    static Draft draft(long step, int attempt) {
        return new Draft(TRIAL, step, TOTAL, attempt, Map.of("device", "cpu", "threads", "2"));
    }

    static Map<String, byte[]> state(long step) {
        return Map.of("weights", bytes("weights after step " + step));
    }

    static List<MetricPoint> points(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(step -> new MetricPoint("train/loss", 1.0 / step, step, 1000 * step))
                .toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
