package io.loupe.tracking.weights;

import io.loupe.tracking.TrackingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Weights that trials made, in the object store. */
public interface WeightsStore {
    /**
     * Publishes weights; they are there, whole, once this returns. Publishing the same again changes nothing, and a trial
     * may replace its own.
     *
     * @param content a {@code .safetensors} file
     * @throws TrackingException if another trial's weights have that name
     */
    PublishedWeights publish(String name, String title, String trial, Map<String, Double> metrics, byte[] content);

    Optional<PublishedWeights> find(String name);

    /** All of them, by name. */
    List<PublishedWeights> all();

    /**
     * The file's bytes, verified.
     *
     * @throws TrackingException if the object is missing or damaged
     */
    byte[] read(PublishedWeights weights);
}
