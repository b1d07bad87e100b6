package io.loupe.workers;

import io.loupe.detectors.Compute;
import io.loupe.detectors.Detectors;
import io.loupe.detectors.weights.FolderWeights;
import io.loupe.tracking.Tracking;
import io.loupe.tracking.leave.Leaves;
import io.loupe.tracking.store.StoreSettings;
import io.loupe.workers.fault.FailurePoints;
import io.loupe.workers.fault.FileFailurePoints;
import io.loupe.workers.log.RecentLog;
import io.loupe.workers.trial.Time;
import io.loupe.workers.trial.WorkerWeights;
import io.loupe.workers.trial.Workplace;
import java.io.File;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** Makes a workplace from settings; touches no network. */
final class Wiring {
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private Wiring() {}

    /**
     * @param log the end of this process's
     * @param beat time between two heartbeats
     * @param drainGrace how long a training that is asked to stop may wait for its last checkpoint
     */
    static Workplace workplace(WorkerConfig config, RecentLog log, Duration beat, Duration drainGrace) {
        WorkerConfig.Device device = config.worker();
        int threads =
                device.threads() > 0 ? device.threads() : Runtime.getRuntime().availableProcessors();
        Tracking tracking = tracking(config);
        return new Workplace(
                identity(device),
                new Compute(device.device(), threads),
                device.cache().toAbsolutePath(),
                Detectors::named,
                new WorkerWeights(tracking.weights(), new FolderWeights(folders(device))),
                tracking,
                device.faultsFile().<FailurePoints>map(FileFailurePoints::new).orElseGet(FailurePoints::none),
                log,
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("checkpoints").factory()),
                Time.system(),
                beat,
                drainGrace);
    }

    /** The setting's folders; an empty path between two separators is none. */
    static List<Path> folders(WorkerConfig.Device device) {
        return device.weights().stream()
                .flatMap(SEPARATOR::splitAsStream)
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .toList();
    }

    private static Tracking tracking(WorkerConfig config) {
        WorkerConfig.Store store = config.store();
        return Tracking.open(
                new StoreSettings(
                        store.endpoint(), store.accessKey(), store.secretKey(), store.bucket(), store.region()),
                URI.create(config.mlflow().url()));
    }

    /** {@code <name>/<device>/<process id>}. */
    static String identity(WorkerConfig.Device device) {
        return Leaves.hostName(device.name().orElseGet(Wiring::host)) + "/" + device.device() + "/"
                + ProcessHandle.current().pid();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
