package io.loupe.workers.trial;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.Training;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.mlflow.LogDelivery;
import io.loupe.workers.activity.Pulse;
import io.loupe.workers.fault.FailurePoints;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.TrainOutcome;
import io.loupe.workflows.trial.TrialProgress;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop of one attempt at a training: step, note, now and then publish; until the end, or until it is asked to stop.
 * It runs on the calling thread.
 */
final class TrainingSession {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingSession.class);

    /** How often the loop looks for news while it can only wait. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Training training;
    private final CheckpointWriter writer;
    private final CheckpointPace pace;
    private final Pulse<TrialProgress> pulse;
    private final LogDelivery delivery;
    private final FailurePoints failures;
    private final Announcer announcer;
    private final Setting setting;
    private final StepLog log = new StepLog();
    private final Rate rate;
    private final TrainingTimes times;
    private Map<String, Double> losses = Map.of();

    /**
     * @param trial id
     * @param attempt 1, 2, ...
     * @param device as in {@code Compute}
     * @param drainGrace how long a training that is asked to stop may wait for its last checkpoint
     * @param time the clocks
     */
    record Setting(String trial, int attempt, String device, Duration drainGrace, Time time) {}

    TrainingSession(
            Training training,
            CheckpointWriter writer,
            CheckpointPace pace,
            Pulse<TrialProgress> pulse,
            LogDelivery delivery,
            FailurePoints failures,
            Announcer announcer,
            Setting setting) {
        this.training = training;
        this.writer = writer;
        this.pace = pace;
        this.pulse = pulse;
        this.delivery = delivery;
        this.failures = failures;
        this.announcer = announcer;
        this.setting = setting;
        this.rate = new Rate(setting.time()::nanos);
        this.times = new TrainingTimes(setting.time()::nanos);
    }

    /**
     * Trains to the end or until asked to stop.
     *
     * @throws RuntimeException the pulse's reason, when cancelled or lost
     */
    TrainOutcome run() {
        try {
            return train();
        } finally {
            LOG.info("trial {}: {}", setting.trial(), times.summary());
        }
    }

    private TrainOutcome train() {
        tell();
        while (training.step() < training.totalSteps()) {
            if (pulse.stop().isPresent()) {
                return stopped(pulse.stop().get());
            }
            step();
            if (pace.due() && !writer.busy()) {
                takeCheckpoint();
            } else if (pace.overdue()) {
                awaitStore();
            }
            tell();
        }
        return finish();
    }

    private void step() {
        long begun = times.now();
        boolean writing = writer.writing();
        StepReport report = advance();
        times.step(begun, writing);
        losses = shown(report);
        report.metrics().forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new DetectorException(
                        DetectorException.Kind.NUMERICS,
                        "the value at step " + report.step() + " is " + value,
                        name,
                        "resuming repeats the same steps; edit the experiment and run it again with a lower learning rate");
            }
        });
        log.add(report, setting.time().millis());
        rate.step();
    }

    /** Out of memory, the same step is done again in smaller pieces as long as the method can; a failed step has not happened. */
    private StepReport advance() {
        while (true) {
            try {
                failures.at(Point.STEP, setting.trial(), training.step() + 1);
                return training.advance();
            } catch (DetectorException lack) {
                if (lack.kind() != DetectorException.Kind.MEMORY) {
                    throw lack;
                }
                announcer.tell("notice", training.lighter().orElseThrow(() -> lack));
            }
        }
    }

    /** What heartbeats carry: the losses, or whatever else a method measures that minimises none. */
    private static Map<String, Double> shown(StepReport report) {
        Map<String, Double> losses = report.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().startsWith("train/loss"))
                .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        return losses.isEmpty() ? Map.copyOf(report.metrics()) : losses;
    }

    private void takeCheckpoint() {
        long begun = times.now();
        CheckpointState state = training.save();
        writer.submit(state, log.cut());
        times.checkpoint(begun);
        pace.taken(times.now() - begun);
    }

    /** The checkpoint before is still on its way, and the next is due twice over: the store is away. */
    private void awaitStore() {
        long begun = times.now();
        while (pulse.stop().isEmpty() && !writer.await(LOOK)) {
            tell();
        }
        times.waited(begun);
    }

    private TrainOutcome finish() {
        awaitPublished();
        if (published() < training.step()) {
            takeCheckpoint();
            awaitPublished();
        }
        tell();
        return new TrainOutcome.Completed(training.step());
    }

    private void awaitPublished() {
        long begun = times.now();
        while (!writer.await(LOOK)) {
            tell();
            pulse.check();
        }
        times.waited(begun);
    }

    /** Publishes what is done, unless another attempt may be under way, and lets go. */
    private TrainOutcome stopped(Pulse.Stop stop) {
        if (stop.kind() == Pulse.Stop.Kind.LOST) {
            throw stop.reason();
        }
        long limit = setting.time().nanos() + setting.drainGrace().toNanos();
        if (awaitUntil(limit) && published() < training.step()) {
            takeCheckpoint();
            awaitUntil(limit);
        }
        if (stop.kind() == Pulse.Stop.Kind.CANCEL) {
            throw stop.reason();
        }
        return new TrainOutcome.Yielded(published(), TrainOutcome.Yielded.Reason.DRAINED);
    }

    private boolean awaitUntil(long limit) {
        while (!writer.await(LOOK)) {
            if (setting.time().nanos() >= limit) {
                return false;
            }
            tell();
        }
        return true;
    }

    private long published() {
        return writer.last().map(Manifest::step).orElse(0L);
    }

    private void tell() {
        pulse.tell(new TrialProgress(
                "training",
                setting.attempt(),
                training.step(),
                training.totalSteps(),
                rate.perSecond(),
                losses,
                published(),
                Math.toIntExact(delivery.status().behind()),
                ProcessMemory.resident(),
                setting.device(),
                setting.time().millis()));
    }
}
