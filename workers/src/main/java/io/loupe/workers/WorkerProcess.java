package io.loupe.workers;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import io.loupe.workers.dataset.DatasetActivitiesImpl;
import io.loupe.workers.leave.LeaveWatch;
import io.loupe.workers.log.RecentLog;
import io.loupe.workers.trial.TrialActivitiesImpl;
import io.loupe.workers.trial.Versions;
import io.loupe.workers.trial.Workplace;
import io.loupe.workflows.WorkflowNames;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of a worker that starts and ends: the connection, the slots, the ready file. */
final class WorkerProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    /** Fresh details for pages, and cancellation heard soon. */
    private static final Duration BEAT = Duration.ofSeconds(1);

    /** Below the heartbeat time-out, since a worker that shuts down cannot beat any more. */
    private static final Duration DRAIN_GRACE = Duration.ofSeconds(15);

    /** The drain, and the answer on its way to the server. */
    private static final Duration END = Duration.ofSeconds(25);

    /** How often the worker looks whether it is on leave. */
    private static final Duration LOOK = Duration.ofSeconds(3);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** For work of a second or so: a run's status, and an import that is given back since others are under way. */
    private static final int LIGHT_SLOTS = 2;

    private final WorkerConfig config;
    private final Workplace workplace;
    private final TrialActivitiesImpl trials;
    private final LeaveWatch leave;
    private final CountDownLatch ending = new CountDownLatch(1);
    private Optional<TemporalConnection> connection = Optional.empty();

    /** Asks the device's queue; set before anything looks whether the worker is on leave. */
    private volatile Worker training;

    WorkerProcess(WorkerConfig config, RecentLog log) {
        this.config = config;
        this.workplace = Wiring.workplace(config, log, BEAT, DRAIN_GRACE);
        this.leave = new LeaveWatch(
                new Leaves(workplace.tracking().objects()), Leaves.worker(workplace.worker()), this::onLeave);
        this.trials = new TrialActivitiesImpl(
                workplace, reason -> leave.leave(reason, workplace.time().millis()));
    }

    String identity() {
        return workplace.worker();
    }

    /**
     * Returns once tasks are asked for, or the process is to end; until the servers are there it is tried again.
     *
     * @throws TrackingException when the object store cannot be worked with, whenever it is asked
     */
    void start() throws InterruptedException {
        Duration pause = Duration.ofMillis(250);
        while (ending.getCount() > 0) {
            try {
                workplace.tracking().objects().ensureBucket();
                connect();
                break;
            } catch (TrackingException store) {
                if (!store.temporary()) {
                    throw store;
                }
                LOG.info("the object store is not ready: {}", store.getMessage());
            } catch (RuntimeException away) {
                LOG.info("Temporal at {} is not ready: {}", config.temporal().address(), away.getMessage());
            }
            if (ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        if (ending.getCount() > 0) {
            leave.every(LOOK);
            writeReadyFile();
        }
    }

    /** On leave, the device's queue is asked for nothing more, and a training is given back; imports go on. */
    private void onLeave(Optional<Leave> now) {
        trials.onLeave(now.isPresent());
        Worker worker = training;
        if (now.isPresent()) {
            worker.suspendPolling();
        } else {
            worker.resumePolling();
        }
    }

    private void connect() {
        TemporalConnection attempt = new TemporalConnection(config.temporal(), identity());
        try {
            register(attempt.factory());
            attempt.start();
        } catch (RuntimeException | Error failed) {
            attempt.close(Duration.ZERO);
            throw failed;
        }
        synchronized (this) {
            connection = Optional.of(attempt);
        }
    }

    private void register(WorkerFactory factory) {
        String device = workplace.compute().device();
        training = factory.newWorker(
                device.equals("cpu") ? WorkflowNames.TRAIN_CPU : WorkflowNames.TRAIN_GPU,
                options()
                        .setWorkerTuner(DeviceSlot.tuner(factory.getWorkflowClient()))
                        .build());
        training.registerActivitiesImplementations(trials);
        // Beside imports, which never take more than their own slots, the status of MLflow runs; none waits for a
        // training.
        Worker data = factory.newWorker(
                WorkflowNames.DATA,
                options()
                        .setMaxConcurrentActivityExecutionSize(DatasetActivitiesImpl.AT_ONCE + LIGHT_SLOTS)
                        .build());
        data.registerActivitiesImplementations(
                trials, new DatasetActivitiesImpl(workplace.tracking(), workplace.beat(), workplace.cache()));
    }

    private WorkerOptions.Builder options() {
        return WorkerOptions.newBuilder()
                // A task that is fetched but cannot start would wait here while another worker is idle.
                .setMaxConcurrentActivityTaskPollers(1)
                .setDisableEagerExecution(true)
                // For people to read: tasks go to whoever asks, of whatever version.
                .setDeploymentOptions(WorkerDeploymentOptions.newBuilder()
                        .setUseVersioning(false)
                        .setVersion(new WorkerDeploymentVersion(
                                "loupe", config.worker().version().orElseGet(Versions::loupe)))
                        .build())
                .setMaxHeartbeatThrottleInterval(BEAT)
                .setDefaultHeartbeatThrottleInterval(BEAT);
    }

    private void writeReadyFile() {
        config.worker().readyFile().ifPresent(file -> {
            try {
                Files.writeString(file, identity() + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be written", e);
            }
        });
    }

    private void deleteReadyFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted", file, e);
        }
    }

    /** Takes no more tasks, lets the training publish and yield, and ends. */
    @Override
    public void close() {
        LOG.info("ending; a training publishes a checkpoint first");
        ending.countDown();
        leave.close();
        config.worker().readyFile().ifPresent(this::deleteReadyFile);
        Optional<TemporalConnection> open;
        synchronized (this) {
            open = connection;
        }
        open.ifPresent(temporal -> temporal.close(END));
        workplace.tracking().close();
        LOG.info("ended");
    }
}
