package io.loupe.workers.trial;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.image.Images;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.dataset.DatasetManifest;
import io.loupe.tracking.dataset.DatasetStore;
import io.loupe.tracking.dataset.UnusableDatasetException;
import io.loupe.tracking.mlflow.RunTracker.Run;
import io.loupe.workers.activity.Pulse;
import io.loupe.workers.activity.Trouble;
import io.loupe.workers.fault.FailurePoints.Point;
import io.loupe.workflows.trial.TrialPrepared;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that a trial can be trained here: settings that read, a dataset that is whole, a run in MLflow. */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final Workplace workplace;

    /** Categories whose every image was decoded by this process; their hashes are verified anew each time. */
    private final Set<String> decoded = ConcurrentHashMap.newKeySet();

    Preparation(Workplace workplace) {
        this.workplace = workplace;
    }

    TrialPrepared prepare(TrialSpec spec, Pulse<TrialProgress> pulse) {
        workplace.failures().at(Point.PREPARE, spec.trialId(), 0);
        ChosenMethod.of(workplace.methods(), spec);
        Path folder = fetch(spec, pulse);
        int images = decodeAll(spec, folder, pulse);
        return new TrialPrepared(ensureRun(spec), images, workplace.worker());
    }

    /** The category's folder in the cache, every file's hash verified; failures of disk and store pass as they are. */
    Path fetch(TrialSpec spec, Pulse<TrialProgress> pulse) {
        DatasetStore datasets = workplace.tracking().datasets();
        try {
            return datasets.fetch(
                    spec.dataset(), spec.datasetVersion(), spec.category(), workplace.cache(), files -> pulse.check());
        } catch (UnusableDatasetException damaged) {
            throw new DetectorException(
                    DetectorException.Kind.DATA,
                    damaged.getMessage(),
                    place(spec, damaged.getMessage()),
                    "Import the dataset again from a whole folder, then resume the trial.");
        }
    }

    /** People know files by their path; the store names its objects by hash. */
    private String place(TrialSpec spec, String message) {
        try {
            return workplace.tracking().datasets().manifest(spec.dataset(), spec.datasetVersion()).files().stream()
                    .filter(file -> file.path().startsWith(spec.category() + "/") && message.contains(file.sha256()))
                    .map(DatasetManifest.File::path)
                    .findFirst()
                    .orElse(spec.dataset() + " / " + spec.category());
        } catch (TrackingException unknown) {
            return spec.dataset() + " / " + spec.category();
        }
    }

    private int decodeAll(TrialSpec spec, Path folder, Pulse<TrialProgress> pulse) {
        List<Path> images = images(folder);
        if (decoded.contains(folder.toString())) {
            return images.size();
        }
        for (Path image : images) {
            pulse.check();
            String place = spec.category() + "/" + folder.relativize(image);
            try {
                Images.read(image);
            } catch (DetectorException unreadable) {
                throw new DetectorException(
                        unreadable.kind(),
                        Trouble.report(unreadable).cause(),
                        place,
                        "Replace the file in the dataset's folder, import it again, and start a new experiment with the"
                                + " new version.");
            }
        }
        decoded.add(folder.toString());
        return images.size();
    }

    private static List<Path> images(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(Preparation::isImage)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed", e);
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    /** The run's id, or nothing while MLflow is away: training goes on without it. */
    private String ensureRun(TrialSpec spec) {
        try {
            Run run = workplace.tracking().runs().ensureRun(TrialRun.description(spec));
            byte[] configuration = TrialRun.configuration(spec).getBytes(StandardCharsets.UTF_8);
            workplace.tracking().artifacts().put(TrialRun.artifactRoot(spec, run), "config.yaml", configuration);
            // A trial that goes on after its end has a run that has ended.
            workplace.tracking().runs().setStatus(run.runId(), "RUNNING");
            return run.runId();
        } catch (TrackingException away) {
            LOG.warn("trial {} has no run in MLflow yet: {}", spec.trialId(), away.getMessage());
            return "";
        }
    }
}
