package io.loupe.workers.dataset;

import io.loupe.tracking.Tracking;
import io.loupe.workers.activity.Heart;
import io.loupe.workers.activity.Trouble;
import io.loupe.workers.archive.ArchiveLimits;
import io.loupe.workflows.dataset.DatasetActivities;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.nio.file.Path;
import java.time.Duration;

/** Imports folders, archives, uploads and prefixes of the bucket. */
public final class DatasetActivitiesImpl implements DatasetActivities {
    private final Tracking tracking;
    private final Duration beat;
    private final Path cache;

    /**
     * @param beat time between two heartbeats
     * @param cache folder for what is unpacked
     */
    public DatasetActivitiesImpl(Tracking tracking, Duration beat, Path cache) {
        this.tracking = tracking;
        this.beat = beat;
        this.cache = cache;
    }

    @Override
    public ImportOutcome importFolder(ImportSpec spec) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        try (Heart<ImportProgress> heart = new Heart<>(context::heartbeat, progress -> progress, beat)) {
            return new SourceImport(spec, tracking, cache, ArchiveLimits.USUAL, heart).run();
        } catch (RuntimeException | Error problem) {
            throw Trouble.of(problem, context.getInfo().getAttempt());
        }
    }
}
