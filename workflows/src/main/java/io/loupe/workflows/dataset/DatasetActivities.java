package io.loupe.workflows.dataset;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What a worker does for an import, on the queue {@code data}. */
@ActivityInterface(namePrefix = "Dataset")
public interface DatasetActivities {
    /** Checks, hashes, copies and publishes; heartbeats {@link ImportProgress}. Running it again is harmless. */
    @ActivityMethod
    ImportOutcome importFolder(ImportSpec spec);

    /**
     * @param phase {@code fetching}, {@code unpacking}, {@code checking} or {@code copying}
     * @param done files done; while fetching and unpacking, thousandths of the archive
     * @param total files in all; while fetching and unpacking, 1000
     */
    record ImportProgress(String phase, int done, int total) {}
}
