package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.Compute;
import io.loupe.detectors.TrainableMethod;
import io.loupe.detectors.dataset.CheckReport;
import io.loupe.detectors.dataset.DatasetCheck;
import io.loupe.detectors.weights.WeightsLibrary;
import io.loupe.tracking.Tracking;
import io.loupe.tracking.checkpoint.LostRaceException;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.dataset.DatasetManifest;
import io.loupe.tracking.dataset.S3DatasetStore;
import io.loupe.tracking.mlflow.LogDelivery;
import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.weights.S3WeightsStore;
import io.loupe.workers.activity.Pulse;
import io.loupe.workers.fault.FailurePoints;
import io.loupe.workers.log.RecentLog;
import io.loupe.workflows.WorkflowNames;
import io.loupe.workflows.trial.LatencyWish;
import io.loupe.workflows.trial.TrainOutcome;
import io.loupe.workflows.trial.TrialOrigin;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;

/** A worker's surroundings in memory: a store, MLflow, a small dataset, a clock that a step moves by a second. */
final class Lab {
    static final int STEPS = 50;

    private static final String DATASET = "washers";

    final ObjectStore objects;
    final RecordedRuns runs = new RecordedRuns();
    final Tracking tracking;
    final AtomicLong nanos = new AtomicLong();
    final CountingDetector detector = new CountingDetector(() -> nanos.addAndGet(1_000_000_000L));
    final List<String> announced = new ArrayList<>();
    final Path cache;
    final Path source;
    final String version;
    TrainableMethod<?> method = detector;
    WeightsLibrary files = WeightsLibrary.EMPTY;
    FailurePoints failures = FailurePoints.none();
    final RecentLog log = new RecentLog();
    int threads = 2;
    Map<String, Object> settings = Map.of("steps", STEPS);
    double checkpointSeconds = 10;
    /** As in a worker; {@code Runnable::run} lets each step wait for its checkpoint, where the steps that have one matter. */
    Executor publishing = runnable -> Thread.ofPlatform().start(runnable);

    Optional<LatencyWish> latency = Optional.empty();

    /** How far the clock of the day was set. */
    long clockSetBy;

    /** What a person's verb made of the trial. */
    UnaryOperator<TrialSpec> change = UnaryOperator.identity();

    Lab(Path folder) {
        this(folder, new MemoryObjectStore());
    }

    Lab(Path folder, ObjectStore objects) {
        this.objects = objects;
        this.cache = folder.resolve("cache");
        this.source = folder.resolve("source");
        this.tracking = new Tracking(
                objects,
                new PublishedCheckpoints(objects),
                new S3DatasetStore(objects),
                new S3WeightsStore(objects),
                new RunArtifacts(objects),
                runs);
        paint();
        this.version = publish();
    }

    /** A category with six images and a mask. */
    private void paint() {
        for (int n = 0; n < 3; n++) {
            image("washer/train/good/%03d.png".formatted(n), 10 + n);
        }
        for (int n = 0; n < 2; n++) {
            image("washer/test/good/%03d.png".formatted(n), 50 + n);
            image("washer/test/dent/%03d.png".formatted(n), 90 + n);
            image("washer/ground_truth/dent/%03d_mask.png".formatted(n), 255);
        }
    }

    private void image(String path, int grey) {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(4, 6, 0, grey);
        try {
            Path file = source.resolve(path);
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String publish() {
        CheckReport report = DatasetCheck.check(source);
        assertThat(report.usable()).as("%s", report.problems()).isTrue();
        return tracking.datasets()
                .publish(
                        DATASET,
                        source,
                        report.files().stream()
                                .map(file -> new DatasetManifest.File(file.path(), file.sha256(), file.size()))
                                .toList(),
                        done -> {})
                .version();
    }

    TrialSpec spec() {
        return change.apply(first().withLatency(latency));
    }

    /** The same cell under another id, beginning with a checkpoint of this one. */
    TrialSpec fork(String id, TrialSpec spec, TrialOrigin origin) {
        return new TrialSpec(
                        id,
                        spec.experimentId(),
                        spec.experimentName(),
                        spec.arm(),
                        spec.detector(),
                        spec.settings(),
                        spec.dataset(),
                        spec.datasetVersion(),
                        spec.category(),
                        spec.seed(),
                        spec.queue(),
                        spec.checkpointSeconds(),
                        spec.heatMaps(),
                        spec.metrics(),
                        spec.threads())
                .withOrigin(origin);
    }

    private TrialSpec first() {
        return new TrialSpec(
                "t1",
                "e1",
                "Washers",
                "arm",
                "counting",
                settings,
                DATASET,
                version,
                "washer",
                7,
                WorkflowNames.TRAIN_CPU,
                checkpointSeconds,
                "all",
                List.of());
    }

    Workplace workplace() {
        return new Workplace(
                "host/cpu/1",
                new Compute("cpu", threads),
                cache,
                name -> name.equals("counting") ? Optional.of(method) : Optional.empty(),
                new WorkerWeights(tracking.weights(), files),
                tracking,
                (point, trial, number) -> failures.at(point, trial, number),
                log,
                publishing,
                new Time() {
                    @Override
                    public long millis() {
                        return 1_000_000 + clockSetBy + nanos.get() / 1_000_000;
                    }

                    @Override
                    public long nanos() {
                        return nanos.get();
                    }
                },
                Duration.ofMillis(20),
                Duration.ofSeconds(10));
    }

    TrainOutcome train(int attempt, Pulse<TrialProgress> pulse) {
        Workplace workplace = workplace();
        return new TrainingRun(workplace, new Preparation(workplace)).train(spec(), attempt, pulse, this::announce);
    }

    void announce(String event, String message) {
        announced.add(event + ": " + message);
    }

    /** Attempts until the training is complete, as the platform does. */
    TrainOutcome trainUntilComplete() {
        for (int attempt = 1; attempt <= 10; attempt++) {
            try {
                return train(attempt, new QuietPulse());
            } catch (Killed | LostRaceException again) {
                // The next attempt goes on.
            }
        }
        throw new AssertionError("not complete after 10 attempts");
    }

    /** Everything published is delivered, if MLflow answers. */
    boolean deliver(Duration limit) {
        try (LogDelivery delivery = tracking.deliver(TrialRun.description(spec()))) {
            return delivery.drain(limit);
        }
    }

    Manifest newest() {
        return tracking.checkpoints().history(spec().chain()).getLast();
    }

    String weightsHash() {
        return newest().parts().stream()
                .filter(part -> part.name().equals("weights"))
                .findFirst()
                .orElseThrow()
                .sha256();
    }

    /** Values of a metric by step, as MLflow has them; fails on a step that stands there twice. */
    Map<Long, Double> delivered(String metric) {
        Map<Long, Double> values = new TreeMap<>();
        for (MetricPoint point : runs.points()) {
            if (point.name().equals(metric)) {
                assertThat(values.put(point.step(), point.value()))
                        .as("%s at step %d stands there twice", metric, point.step())
                        .isNull();
            }
        }
        return values;
    }

    /** What a test throws at a failure point. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Dies at the nth time that a point is passed, once. */
    static FailurePoints dyingAt(FailurePoints.Point wanted, int times) {
        AtomicLong passed = new AtomicLong();
        return (point, trial, number) -> {
            if (point == wanted && passed.incrementAndGet() == times) {
                throw new Killed();
            }
        };
    }
}
