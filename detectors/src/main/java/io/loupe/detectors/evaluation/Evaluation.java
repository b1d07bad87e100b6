package io.loupe.detectors.evaluation;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was measured.
 *
 * @param metrics by MLflow name
 * @param undefined metrics that the data does not allow, by MLflow name, with the reason
 * @param images test images scored
 * @param heatMaps pictures written
 */
public record Evaluation(Map<String, Double> metrics, Map<String, String> undefined, int images, int heatMaps) {
    public Evaluation {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        undefined = Collections.unmodifiableMap(new TreeMap<>(undefined));
    }
}
