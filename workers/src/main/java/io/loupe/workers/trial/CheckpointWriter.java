package io.loupe.workers.trial;

import io.loupe.detectors.CheckpointState;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.mlflow.LogDelivery;
import io.loupe.workers.fault.FailurePoints;
import io.loupe.workers.fault.FailurePoints.Point;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes checkpoints off the training thread, at most one at a time. While the object store is away it tries again
 * and again; any other failure is thrown into the training at its next look.
 */
final class CheckpointWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** Bytes of published checkpoints that may wait for a collection. */
    private static final long MOST_GARBAGE = 256L << 20;

    private final CheckpointStore store;
    private final LogDelivery log;
    private final FailurePoints failures;
    private final Identity identity;
    private final Executor executor;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<Manifest> last;
    private long garbage;
    private CompletableFuture<Void> inFlight = CompletableFuture.completedFuture(null);

    /** What every manifest of an attempt says. */
    record Identity(String trial, String chain, long totalSteps, int attempt, Map<String, String> facts) {}

    CheckpointWriter(
            CheckpointStore store,
            LogDelivery log,
            FailurePoints failures,
            Executor executor,
            Identity identity,
            Optional<Manifest> last) {
        this.store = store;
        this.log = log;
        this.failures = failures;
        this.executor = executor;
        this.identity = identity;
        this.last = last;
    }

    /** The newest published manifest. */
    Optional<Manifest> last() {
        return last;
    }

    /** Whether a checkpoint is on its way; throws what went wrong with the one before. */
    boolean busy() {
        if (!inFlight.isDone()) {
            return true;
        }
        join(inFlight);
        return false;
    }

    /** Whether a checkpoint is on its way, without a look at how the one before ended. */
    boolean writing() {
        return !inFlight.isDone();
    }

    /** Begins to publish; only when not {@link #busy}. */
    void submit(CheckpointState state, List<MetricPoint> points) {
        if (busy()) {
            throw new IllegalStateException("a checkpoint is still on its way");
        }
        inFlight = CompletableFuture.runAsync(() -> publish(state, points), executor);
    }

    /** Waits for the checkpoint on its way, at most so long; whether nothing is on its way any more. */
    boolean await(Duration limit) {
        try {
            inFlight.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return false;
        } catch (java.util.concurrent.ExecutionException failed) {
            join(inFlight);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a checkpoint was on its way", interrupted);
        }
        return true;
    }

    private void publish(CheckpointState state, List<MetricPoint> points) {
        failures.at(Point.BEFORE_MANIFEST, identity.trial(), state.step());
        Manifest manifest = untilPublished(state, points);
        last = Optional.of(manifest);
        failures.at(Point.AFTER_MANIFEST, identity.trial(), state.step());
        LOG.info("checkpoint of step {} of {} is published", state.step(), identity.totalSteps());
        log.published(manifest);
        try {
            store.retain(identity.chain());
        } catch (TrackingException kept) {
            LOG.info("old parts of trial {} stay for now: {}", identity.trial(), kept.getMessage());
        }
        collect(state);
    }

    /**
     * Arrays of this size go to the heap's old part, which grows to its limit before it is ever collected: some GB that
     * others on this machine could use.
     */
    private void collect(CheckpointState published) {
        garbage += published.parts().values().stream()
                .mapToLong(part -> part.length)
                .sum();
        if (garbage >= MOST_GARBAGE) {
            garbage = 0;
            ProcessMemory.collect();
        }
    }

    private Manifest untilPublished(CheckpointState state, List<MetricPoint> points) {
        CheckpointStore.Draft draft = new CheckpointStore.Draft(
                identity.chain(), state.step(), identity.totalSteps(), identity.attempt(), identity.facts());
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return store.publish(last, draft, state.parts(), points);
            } catch (TrackingException away) {
                if (!away.temporary()) {
                    throw away;
                }
                LOG.warn("checkpoint of step {} waits for the object store: {}", state.step(), away.getMessage());
                if (closedWithin(pause)) {
                    throw away;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private boolean closedWithin(Duration pause) {
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void join(CompletableFuture<Void> done) {
        try {
            done.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Waits for what is on its way, so that a next attempt in this process finds it published. */
    @Override
    public void close() {
        closed.countDown();
        inFlight.handle((done, failed) -> done).join();
    }
}
