package io.loupe.web.artifact;

import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.dataset.DatasetStore;
import io.loupe.tracking.dataset.S3DatasetStore;
import io.loupe.tracking.leave.Leaves;
import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.tracking.retry.RetryPolicy;
import io.loupe.tracking.store.MinioObjectStore;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.store.StorePatience;
import io.loupe.tracking.store.StoreSettings;
import io.loupe.tracking.weights.S3WeightsStore;
import io.loupe.tracking.weights.WeightsStore;
import io.loupe.web.config.LoupeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the object store and what is built on it beans. */
@ApplicationScoped
class Stores {
    /** Somebody waits for the page: a store that is away is told of soon, instead of being asked for a minute. */
    private static final StorePatience PATIENCE = new StorePatience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            new RetryPolicy(2, Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(5)));

    @Produces
    @Singleton
    ObjectStore objectStore(LoupeConfig config) {
        LoupeConfig.Store store = config.store();
        return new MinioObjectStore(
                new StoreSettings(
                        store.endpoint(), store.accessKey(), store.secretKey(), store.bucket(), store.region()),
                PATIENCE);
    }

    void close(@Disposes ObjectStore objects) {
        objects.close();
    }

    @Produces
    @Singleton
    CheckpointStore checkpoints(ObjectStore objects) {
        return new PublishedCheckpoints(objects);
    }

    @Produces
    @Singleton
    DatasetStore datasets(ObjectStore objects) {
        return new S3DatasetStore(objects);
    }

    @Produces
    @Singleton
    WeightsStore weights(ObjectStore objects) {
        return new S3WeightsStore(objects);
    }

    @Produces
    @Singleton
    Leaves leaves(ObjectStore objects) {
        return new Leaves(objects);
    }

    @Produces
    @Singleton
    RunArtifacts runArtifacts(ObjectStore objects) {
        return new RunArtifacts(objects);
    }
}
