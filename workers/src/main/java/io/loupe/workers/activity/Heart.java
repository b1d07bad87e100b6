package io.loupe.workers.activity;

import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Beats for an activity from a thread of its own, since one step of a training may take longer than the heartbeat
 * time-out, and listens for what the server wants.
 */
public final class Heart<P> implements Pulse<P>, AutoCloseable {
    private final Consumer<Object> heartbeat;
    private final UnaryOperator<P> stamp;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile Optional<P> newest = Optional.empty();
    private volatile Optional<Stop> stop = Optional.empty();

    /**
     * @param heartbeat sends details to the server, and throws what the server answers
     * @param stamp writes the time of the beat into the newest progress
     */
    public Heart(Consumer<Object> heartbeat, UnaryOperator<P> stamp, Duration interval) {
        this.heartbeat = heartbeat;
        this.stamp = stamp;
        this.interval = interval;
        this.thread = Thread.ofPlatform().daemon().name("heart").start(this::beatUntilClosed);
    }

    @Override
    public void tell(P progress) {
        newest = Optional.of(progress);
    }

    @Override
    public Optional<Stop> stop() {
        return stop;
    }

    /** Asks the activity to stop, as the server may too; what it is asked first holds, unless the server gives it up. */
    public synchronized void ask(Stop wanted) {
        if (stop.isEmpty() || wanted.kind() == Stop.Kind.LOST) {
            stop = Optional.of(wanted);
        }
    }

    private void beatUntilClosed() {
        try {
            do {
                beat();
            } while (stop.isEmpty() && !closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
            // Drained or cancelled, the activity still publishes a checkpoint: it must not be taken for dead meanwhile.
            while (stop.isPresent() && !closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                beat();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            heartbeat.accept(newest.map(stamp).orElse(null));
        } catch (ActivityCompletionException asked) {
            ask(new Stop(kind(asked), asked));
        }
    }

    private static Stop.Kind kind(ActivityCompletionException asked) {
        return switch (asked) {
            case ActivityWorkerShutdownException shutdown -> Stop.Kind.DRAIN;
            // The SDK itself gives up when the server could not be reached for the heartbeat time-out.
            case ActivityCanceledException cancelled
            when cancelled.getCause() instanceof TimeoutFailure -> Stop.Kind.LOST;
            case ActivityCanceledException cancelled -> Stop.Kind.CANCEL;
            default -> Stop.Kind.LOST;
        };
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
