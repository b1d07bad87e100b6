package io.loupe.workers.dataset;

import io.loupe.detectors.DetectorException;
import io.loupe.tracking.Tracking;
import io.loupe.workers.activity.Heart;
import io.loupe.workers.activity.Trouble;
import io.loupe.workflows.dataset.DatasetActivities;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.nio.file.Path;
import java.time.Duration;

/** Imports folders. */
public final class DatasetActivitiesImpl implements DatasetActivities {
    private final Tracking tracking;
    private final Duration beat;

    /** @param beat time between two heartbeats */
    public DatasetActivitiesImpl(Tracking tracking, Duration beat) {
        this.tracking = tracking;
        this.beat = beat;
    }

    @Override
    public ImportOutcome importFolder(ImportSpec spec) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        try (Heart<ImportProgress> heart = new Heart<>(context::heartbeat, progress -> progress, beat)) {
            Path folder = Path.of(spec.folder());
            if (!folder.isAbsolute()) {
                throw new DetectorException(
                        DetectorException.Kind.USER,
                        "the path is not absolute",
                        spec.folder(),
                        "Give the folder's whole path, as the worker sees it.");
            }
            return new FolderImport(spec, folder, tracking, heart).run();
        } catch (RuntimeException | Error problem) {
            throw Trouble.of(problem, context.getInfo().getAttempt());
        }
    }
}
