package io.loupe.workers.dataset;

import io.loupe.tracking.Tracking;
import io.loupe.workers.activity.Heart;
import io.loupe.workers.activity.Trouble;
import io.loupe.workers.archive.ArchiveLimits;
import io.loupe.workflows.FailureClass;
import io.loupe.workflows.dataset.DatasetActivities;
import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.dataset.ImportSpec;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Imports folders, archives, uploads and prefixes of the bucket. */
public final class DatasetActivitiesImpl implements DatasetActivities {
    /** Imports under way at once in a worker; its queue has more slots, so that light work never waits for imports. */
    public static final int AT_ONCE = 2;

    /** Another worker takes it sooner; this one asks again so much later. */
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Tracking tracking;
    private final Duration beat;
    private final Path cache;

    /** Failures that nobody expected, in a row, by import. A worker that is killed forgets them: it was not the import's. */
    private final Map<String, Integer> unexpected = new ConcurrentHashMap<>();

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
        if (!free.tryAcquire()) {
            // Given back to the queue: if it waited here, it would hold a slot that light work needs.
            throw ApplicationFailure.newBuilder()
                    .setMessage("the worker has " + AT_ONCE + " imports under way; this one is taken up later")
                    .setType(FailureClass.PLATFORM.name())
                    .setNextRetryDelay(LATER)
                    .build();
        }
        try {
            return importNow(spec);
        } finally {
            free.release();
        }
    }

    private ImportOutcome importNow(ImportSpec spec) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        try (Heart<ImportProgress> heart = new Heart<>(context::heartbeat, progress -> progress, beat)) {
            ImportOutcome outcome = new SourceImport(spec, tracking, cache, ArchiveLimits.USUAL, heart).run();
            unexpected.remove(spec.importId());
            return outcome;
        } catch (RuntimeException | Error problem) {
            int inARow = Trouble.isUnexpected(problem) ? unexpected.merge(spec.importId(), 1, Integer::sum) : 0;
            throw Trouble.of(problem, context.getInfo().getAttempt(), inARow, (event, message) -> {}, List::of);
        }
    }
}
