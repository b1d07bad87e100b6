package io.loupe.tracking.mlflow;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.Json;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointKeys;
import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.store.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the published log chunks of one trial to MLflow, in order, on a thread of its own, however long MLflow is away.
 *
 * <p>It begins with the chunk that the marker {@code checkpoints/<trial>/delivered.json} names, that is, the last one sent
 * is sent again, and goes on to the newest manifest. The marker is a hint only: MLflow keys a point by all its parts, so
 * sending a chunk again changes nothing, and a lost marker only costs time. A marker of another run is ignored.
 */
public final class LogDelivery implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogDelivery.class);

    private final RunTracker.RunDescription description;
    private final CheckpointStore checkpoints;
    private final RunTracker runs;
    private final ObjectStore objects;
    private final Pauses pauses;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean started;
    private boolean closed;
    private long published;
    private long delivered;
    private int failures;
    private Optional<RunTracker.Run> run = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private final List<String> lost = new ArrayList<>();

    private LogDelivery(
            RunTracker.RunDescription description,
            CheckpointStore checkpoints,
            RunTracker runs,
            ObjectStore objects,
            Pauses pauses) {
        this.description = requireNonNull(description, "description is null");
        this.checkpoints = requireNonNull(checkpoints, "checkpoints is null");
        this.runs = requireNonNull(runs, "runs is null");
        this.objects = requireNonNull(objects, "objects is null");
        this.pauses = requireNonNull(pauses, "pauses is null");
        this.thread =
                Thread.ofVirtual().name("deliver " + description.trialId()).unstarted(this::deliver);
    }

    /** Starts delivering; returns at once, also when MLflow or the store is away. */
    public static LogDelivery start(
            RunTracker.RunDescription description, CheckpointStore checkpoints, RunTracker runs, ObjectStore objects) {
        return start(description, checkpoints, runs, objects, Pauses.STANDARD);
    }

    /**
     * Starts delivering.
     *
     * @param pauses between tries while MLflow is away
     */
    public static LogDelivery start(
            RunTracker.RunDescription description,
            CheckpointStore checkpoints,
            RunTracker runs,
            ObjectStore objects,
            Pauses pauses) {
        LogDelivery delivery = new LogDelivery(description, checkpoints, runs, objects, pauses);
        delivery.thread.start();
        return delivery;
    }

    /** Tells that a manifest is published; never blocks on the network. */
    public void published(Manifest manifest) {
        locked(() -> published = Math.max(published, manifest.sequence()));
    }

    /** Where the delivery stands. */
    public Status status() {
        lock.lock();
        try {
            return new Status(
                    run, published, delivered, Math.max(0, published - delivered), problem, List.copyOf(lost));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything published so far is delivered.
     *
     * @param limit longest wait
     * @return whether it is; false after the limit, or when interrupted (the interrupt stays set)
     */
    public boolean drain(Duration limit) {
        long remaining = limit.toNanos();
        lock.lock();
        try {
            failures = 0; // somebody waits: try again now
            changed.signalAll();
            while (!started || delivered < published) {
                if (remaining <= 0 || closed) {
                    return false;
                }
                remaining = changed.awaitNanos(remaining);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Stops; what is not delivered yet stays in the store and is delivered by the next attempt. */
    @Override
    public void close() {
        locked(() -> closed = true);
        thread.interrupt();
    }

    private void deliver() {
        while (!isClosed()) {
            try {
                RunTracker.Run target = runs.ensureRun(description);
                List<Manifest> history = checkpoints.history(description.chain());
                long tip = history.isEmpty() ? 0 : history.getLast().sequence();
                long marked = Math.min(marker(target), tip);
                locked(() -> {
                    run = Optional.of(target);
                    published = Math.max(published, tip);
                    delivered = Math.max(0, marked - 1);
                    started = true;
                    succeeded();
                });
                deliverInOrder(target);
                return;
            } catch (TrackingException e) {
                pause(e);
            } catch (RuntimeException e) {
                LOGGER.error("trial {}: delivering to MLflow failed", description.trialId(), e);
                pause(e);
            }
        }
    }

    private void deliverInOrder(RunTracker.Run target) {
        while (awaitWork()) {
            long next = status().delivered() + 1;
            try {
                runs.log(target.runId(), description.named(chunk(next)));
                locked(() -> {
                    delivered = next;
                    succeeded();
                });
                mark(target, next);
            } catch (TrackingException e) {
                pause(e);
            }
        }
    }

    /** The points of a manifest; none, and a sentence in the status, when the manifest or its log is damaged. */
    private List<MetricPoint> chunk(long sequence) {
        try {
            return checkpoints
                    .find(description.chain(), sequence)
                    .map(checkpoints::log)
                    .orElseThrow(() -> new TrackingException(
                            "trial " + description.trialId() + ": checkpoint " + sequence + " has no manifest",
                            false,
                            null));
        } catch (TrackingException e) {
            if (e.temporary()) {
                throw e;
            }
            LOGGER.warn("metrics of checkpoint {} cannot be delivered: {}", sequence, e.getMessage());
            locked(() -> lost.add(e.getMessage()));
            return List.of();
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            while (!closed && delivered >= published) {
                changed.await();
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void pause(RuntimeException failure) {
        lock.lock();
        try {
            failures++;
            if (problem.isEmpty()) {
                LOGGER.warn(
                        "trial {}: metrics are not delivered for now: {}", description.trialId(), failure.getMessage());
            }
            problem = Optional.of(String.valueOf(failure.getMessage()));
            changed.signalAll();
            int seen = failures;
            long remaining = pauses.after(failures).toNanos();
            while (!closed && failures == seen && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void succeeded() {
        failures = 0;
        problem = Optional.empty();
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private String markerKey() {
        return CheckpointKeys.folder(description.chain()) + "delivered.json";
    }

    private long marker(RunTracker.Run target) {
        Optional<byte[]> json = objects.get(markerKey());
        if (json.isEmpty()) {
            return 0;
        }
        try {
            Marker marker = Json.read(json.get(), Marker.class);
            return target.runId().equals(marker.runId()) ? marker.sequence() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private void mark(RunTracker.Run target, long sequence) {
        try {
            objects.put(markerKey(), Json.write(new Marker(target.runId(), sequence)), "application/json");
        } catch (TrackingException e) {
            LOGGER.debug("marker of trial {} not written: {}", description.trialId(), e.getMessage());
        }
    }

    /**
     * Where a delivery stands.
     *
     * @param run the trial's run, once MLflow has answered
     * @param published newest manifest known
     * @param delivered newest manifest whose log, with all before it, is in MLflow
     * @param behind manifests published but not delivered
     * @param problem why nothing is delivered at the moment
     * @param lost one sentence for each manifest whose points could not be read and are skipped
     */
    public record Status(
            Optional<RunTracker.Run> run,
            long published,
            long delivered,
            long behind,
            Optional<String> problem,
            List<String> lost) {}

    /**
     * Pauses between tries while MLflow is away.
     *
     * @param first upper bound of the first pause, doubled each time
     * @param longest upper bound of any
     */
    public record Pauses(Duration first, Duration longest) {
        public static final Pauses STANDARD = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(15));

        Duration after(int failures) {
            double bound =
                    Math.min((double) longest.toMillis(), first.toMillis() * Math.pow(2, Math.min(failures - 1, 20)));
            return Duration.ofMillis(
                    Math.round(bound * ThreadLocalRandom.current().nextDouble(0.5, 1)));
        }
    }

    private record Marker(String runId, long sequence) {}
}
