package io.loupe.tracking.mlflow;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.store.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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
    private final DeliveryMarker marker;
    private final DeliveryState state;
    private final Thread thread;

    private LogDelivery(
            RunTracker.RunDescription description,
            CheckpointStore checkpoints,
            RunTracker runs,
            ObjectStore objects,
            Pauses pauses) {
        this.description = requireNonNull(description, "description is null");
        this.checkpoints = requireNonNull(checkpoints, "checkpoints is null");
        this.runs = requireNonNull(runs, "runs is null");
        this.marker = new DeliveryMarker(requireNonNull(objects, "objects is null"), description.chain());
        this.state = new DeliveryState(requireNonNull(pauses, "pauses is null"));
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
        state.published(manifest.sequence());
    }

    /** Where the delivery stands. */
    public Status status() {
        return state.status();
    }

    /**
     * Waits until everything published so far is delivered.
     *
     * @param limit longest wait
     * @return whether it is; false after the limit, or when interrupted (the interrupt stays set)
     */
    public boolean drain(Duration limit) {
        return state.drain(limit);
    }

    /** Stops; what is not delivered yet stays in the store and is delivered by the next attempt. */
    @Override
    public void close() {
        state.close();
        thread.interrupt();
    }

    private void deliver() {
        while (!state.isClosed()) {
            try {
                RunTracker.Run target = runs.ensureRun(description);
                List<Manifest> history = checkpoints.history(description.chain());
                long tip = history.isEmpty() ? 0 : history.getLast().sequence();
                long marked = Math.min(marker.read(target.runId()), tip);
                state.begun(target, tip, Math.max(0, marked - 1));
                deliverInOrder(target.runId());
                return;
            } catch (TrackingException e) {
                pause(e);
            } catch (RuntimeException e) {
                LOGGER.error("trial {}: delivering to MLflow failed", description.trialId(), e);
                pause(e);
            }
        }
    }

    private void deliverInOrder(String run) {
        for (Optional<Long> next = state.awaitNext(); next.isPresent(); next = state.awaitNext()) {
            long sequence = next.get();
            try {
                runs.log(run, description.named(chunk(sequence)));
                state.delivered(sequence);
                marker.write(run, sequence);
            } catch (TrackingException e) {
                if (e instanceof MlflowRefusal refusal && refusal.notFound()) {
                    throw e; // the run is gone for good: another one takes its place, and gets every chunk
                }
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
            state.lost(e.getMessage());
            return List.of();
        }
    }

    private void pause(RuntimeException failure) {
        String reason = String.valueOf(failure.getMessage());
        state.pause(
                reason,
                () -> LOGGER.warn("trial {}: metrics are not delivered for now: {}", description.trialId(), reason));
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
}
