package io.loupe.workers.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation measured, kept beside the checkpoints once its artifacts are in the bucket: an evaluation that is
 * repeated sends the same points with the same timestamps, so that MLflow shows each once.
 *
 * @param step of the evaluated checkpoint
 * @param at milliseconds since the epoch, when it was measured
 * @param artifactRoot where the artifacts lie
 * @param metrics by MLflow name
 * @param undefined metrics that the data does not allow, with the reason
 * @param images test images scored
 * @param heatMaps pictures written
 */
record EvaluationRecord(
        long step,
        long at,
        String artifactRoot,
        Map<String, Double> metrics,
        Map<String, String> undefined,
        int images,
        int heatMaps) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A part of a key may be the name of a file, of 255 bytes at most. */
    private static final int LONGEST_NAME = 100;

    /** The record of an evaluation of these weights whose artifacts lie in that folder. */
    static Optional<EvaluationRecord> find(ObjectStore objects, String key, String artifactRoot) {
        return objects.get(key).map(EvaluationRecord::read).filter(record -> record.artifactRoot()
                .equals(artifactRoot));
    }

    private static EvaluationRecord read(byte[] json) {
        try {
            return JSON.readValue(json, EvaluationRecord.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the record of an evaluation cannot be read", e);
        }
    }

    /** The weights and what is asked of them name an evaluation; a long list of metrics by its hash. */
    static String key(String chain, String weightsSha256, List<String> metrics, String heatMaps) {
        String asked = metrics.isEmpty() ? "usual" : String.join("+", metrics);
        if (asked.length() > LONGEST_NAME) {
            asked = Sha256.of(asked.getBytes(UTF_8));
        }
        return "checkpoints/%s/evaluations/%s/%s/%s.json".formatted(chain, weightsSha256, heatMaps, asked);
    }

    /** Keeps it, unless another attempt kept one of the same artifacts first; the answer is the one that is kept. */
    EvaluationRecord keep(ObjectStore objects, String key) {
        try {
            byte[] json = JSON.writeValueAsBytes(this);
            if (objects.putIfAbsent(key, json, "application/json")) {
                return this;
            }
            Optional<EvaluationRecord> kept = find(objects, key, artifactRoot);
            if (kept.isPresent()) {
                return kept.get();
            }
            objects.put(key, json, "application/json");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("the record of an evaluation cannot be written", e);
        }
    }

    List<MetricPoint> points() {
        return metrics.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(metric -> new MetricPoint(metric.getKey(), metric.getValue(), step, at))
                .toList();
    }
}
