package io.loupe.tracking.mlflow;

import io.loupe.tracking.Json;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointKeys;
import io.loupe.tracking.store.ObjectStore;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object {@code checkpoints/<trial>/delivered.json}: the last log chunk sent to MLflow. A hint that saves time; without
 * it, or with one of another run, everything is sent again, which changes nothing.
 */
final class DeliveryMarker {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryMarker.class);

    private final ObjectStore objects;
    private final String key;

    private record Content(String runId, long sequence) {}

    DeliveryMarker(ObjectStore objects, String trial) {
        this.objects = objects;
        this.key = CheckpointKeys.folder(trial) + "delivered.json";
    }

    /** The last chunk sent to this run; 0 if that is not known. */
    long read(String run) {
        Optional<byte[]> json = objects.get(key);
        if (json.isEmpty()) {
            return 0;
        }
        try {
            Content content = Json.read(json.get(), Content.class);
            return run.equals(content.runId()) ? content.sequence() : 0;
        } catch (IOException e) {
            LOGGER.debug("{} is damaged: {}", key, e.getMessage());
            return 0;
        }
    }

    void write(String run, long sequence) {
        try {
            objects.put(key, Json.write(new Content(run, sequence)), "application/json");
        } catch (TrackingException e) {
            LOGGER.debug("{} not written: {}", key, e.getMessage());
        }
    }
}
