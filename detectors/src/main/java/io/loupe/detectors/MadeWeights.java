package io.loupe.detectors;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights that a training made for others.
 *
 * @param title one line for people: what network, trained how
 * @param file a {@code .safetensors} file
 * @param metrics how good they are, by MLflow name, such as {@code eval/feature_regression}
 * @param images held-out images that the metrics were measured on
 */
public record MadeWeights(String title, byte[] file, Map<String, Double> metrics, int images) {
    public MadeWeights {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
}
