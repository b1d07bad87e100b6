package io.loupe.workers.trial;

import io.loupe.detectors.Compute;
import io.loupe.detectors.TrainableMethod;
import io.loupe.detectors.weights.WeightsLibrary;
import io.loupe.tracking.Tracking;
import io.loupe.workers.fault.FailurePoints;
import io.loupe.workers.log.RecentLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What a worker works with.
 *
 * @param worker identity, {@code <host>/<device>/<pid>}
 * @param compute device and threads of this process
 * @param cache folder of verified datasets
 * @param methods finds a method by its name
 * @param weights where trainings find weights that others trained
 * @param tracking bucket, checkpoints, datasets, MLflow
 * @param failures where a test can make it fail
 * @param log the end of this process's log
 * @param publishing where checkpoints are published, away from the training's thread
 * @param time the clocks
 * @param beat time between two heartbeats
 * @param drainGrace how long a training that is asked to stop may wait for its last checkpoint
 */
public record Workplace(
        String worker,
        Compute compute,
        Path cache,
        Function<String, Optional<TrainableMethod<?>>> methods,
        WeightsLibrary weights,
        Tracking tracking,
        FailurePoints failures,
        RecentLog log,
        Executor publishing,
        Time time,
        Duration beat,
        Duration drainGrace) {}
