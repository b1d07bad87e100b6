package io.loupe.tracking;

import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.dataset.DatasetStore;
import io.loupe.tracking.dataset.S3DatasetStore;
import io.loupe.tracking.mlflow.LogDelivery;
import io.loupe.tracking.mlflow.MlflowRunTracker;
import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.tracking.mlflow.RunTracker;
import io.loupe.tracking.store.MinioObjectStore;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.store.StoreSettings;
import io.loupe.tracking.weights.S3WeightsStore;
import io.loupe.tracking.weights.WeightsStore;
import java.net.URI;

/**
 * Everything of this module, opened together. Opening touches no network: what is away is found out by the first verb,
 * which says so. One instance a process is enough; all parts are thread-safe.
 *
 * @param objects the bucket
 * @param checkpoints published checkpoints in it
 * @param datasets datasets in it
 * @param weights weights that trials made, in it
 * @param artifacts files of runs in it
 * @param runs runs in MLflow
 */
public record Tracking(
        ObjectStore objects,
        CheckpointStore checkpoints,
        DatasetStore datasets,
        WeightsStore weights,
        RunArtifacts artifacts,
        RunTracker runs)
        implements AutoCloseable {

    /**
     * Opens everything without asking anybody yet.
     *
     * @param store the bucket
     * @param mlflow MLflow's address, such as {@code http://127.0.0.1:5000}; its artifact root must be in that bucket
     */
    public static Tracking open(StoreSettings store, URI mlflow) {
        ObjectStore objects = new MinioObjectStore(store);
        return new Tracking(
                objects,
                new PublishedCheckpoints(objects),
                new S3DatasetStore(objects),
                new S3WeightsStore(objects),
                new RunArtifacts(objects),
                new MlflowRunTracker(mlflow, objects, store.bucket()));
    }

    /** Starts bringing a trial's published log chunks to MLflow; the caller closes it when the attempt ends. */
    public LogDelivery deliver(RunTracker.RunDescription description) {
        return LogDelivery.start(description, checkpoints, runs, objects);
    }

    @Override
    public void close() {
        if (runs instanceof MlflowRunTracker mlflow) {
            mlflow.close();
        }
        objects.close();
    }
}
