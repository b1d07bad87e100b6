package io.loupe.web.live;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * What takes its time to read, read when somebody asks and at most once a period. Whoever asks waits a moment only: while a
 * reading takes longer, what the one before it said is what there is. Thread-safe.
 *
 * @param <K> what is read of
 * @param <V> what is read
 */
final class Readings<K, V> {
    private static final int REMEMBERED = 2_000;

    /** Periods for which what was read is good enough for who shows many at once. */
    private static final int RECENT = 3;

    private final Function<K, Optional<V>> source;
    private final long periodNanos;
    private final long patienceNanos;
    private final Map<K, Reading<V>> readings = new ConcurrentHashMap<>();

    /**
     * @param before what was known when it began
     * @param beforeBegun when that had been asked for
     */
    private record Reading<V>(long begun, Optional<V> before, long beforeBegun, CompletableFuture<Optional<V>> answer) {
        Optional<V> newest() {
            return answer.getNow(before);
        }
    }

    /**
     * @param source reads; it may block, and throws nothing
     * @param patience how long anybody waits for it
     */
    Readings(Function<K, Optional<V>> source, Duration period, Duration patience) {
        this.source = source;
        this.periodNanos = period.toNanos();
        this.patienceNanos = patience.toNanos();
    }

    /** The newest that is known, after a moment for something newer. */
    Optional<V> of(K key) {
        Reading<V> reading = reading(key);
        await(reading);
        return reading.newest();
    }

    /** As {@link #of}, and at once where something was known a few periods ago; the next who asks is told what is read now. */
    Optional<V> recent(K key) {
        Reading<V> reading = reading(key);
        if (reading.before().isEmpty() || reading.begun() - reading.beforeBegun() > RECENT * periodNanos) {
            await(reading);
        }
        return reading.newest();
    }

    private Reading<V> reading(K key) {
        if (readings.size() > REMEMBERED) {
            long now = System.nanoTime();
            readings.values().removeIf(reading -> reading.answer().isDone() && now - reading.begun() > periodNanos);
        }
        return readings.compute(key, this::freshOrBegun);
    }

    /** Begins at once with all that {@link #of} is going to be asked for: one after the other, each would cost a wait. */
    void begin(Collection<K> keys) {
        keys.forEach(key -> readings.compute(key, this::freshOrBegun));
    }

    private Reading<V> freshOrBegun(K key, Reading<V> earlier) {
        if (earlier != null && (!earlier.answer().isDone() || System.nanoTime() - earlier.begun() < periodNanos)) {
            return earlier;
        }
        CompletableFuture<Optional<V>> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("reading").start(() -> {
            try {
                answer.complete(source.apply(key));
            } finally {
                answer.complete(Optional.empty()); // after an error that nobody foresaw
            }
        });
        long now = System.nanoTime();
        return earlier == null
                ? new Reading<>(now, Optional.empty(), now, answer)
                : new Reading<>(now, earlier.newest(), earlier.begun(), answer);
    }

    /** Counted from the beginning of the reading, so that many which are slow together cost one wait. */
    private void await(Reading<V> reading) {
        long left = patienceNanos - (System.nanoTime() - reading.begun());
        if (left <= 0) {
            return;
        }
        try {
            reading.answer().get(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException known) {
            // what was known before is what there is
        }
    }
}
