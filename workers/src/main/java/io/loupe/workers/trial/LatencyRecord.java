package io.loupe.workers.trial;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.workflows.trial.LatencyWish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The times that were taken, kept beside the evaluation's record for the same reason: MLflow is to show each point once.
 * They are no part of that record, since they depend on the machine and on what else it did.
 *
 * @param passes that count; as many came before them
 * @param batch images in a pass of the throughput's measurement; 0 if it was not asked for
 * @param at milliseconds since the epoch
 * @param machine what they depend on
 * @param metrics by MLflow name
 * @param missing figures that could not be measured, by MLflow name, with the reason
 */
record LatencyRecord(
        int passes,
        int batch,
        long at,
        Map<String, String> machine,
        Map<String, Double> metrics,
        Map<String, String> missing) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Optional<LatencyRecord> find(ObjectStore objects, String key) {
        return objects.get(key).map(json -> {
            try {
                return JSON.readValue(json, LatencyRecord.class);
            } catch (IOException e) {
                throw new UncheckedIOException("the record of a latency cannot be read", e);
            }
        });
    }

    /** The weights and what is asked of them name a measurement. */
    static String key(String chain, String weightsSha256, LatencyWish wish) {
        return "checkpoints/%s/evaluations/%s/latency/%dx%d.json"
                .formatted(chain, weightsSha256, wish.passes(), wish.batch());
    }

    /** Keeps it, unless another attempt kept one first; the answer is the one that is kept. */
    LatencyRecord keep(ObjectStore objects, String key) {
        try {
            return objects.putIfAbsent(key, JSON.writeValueAsBytes(this), "application/json")
                    ? this
                    : find(objects, key).orElse(this);
        } catch (IOException e) {
            throw new UncheckedIOException("the record of a latency cannot be written", e);
        }
    }

    /** @param step of the evaluated checkpoint */
    List<MetricPoint> points(long step) {
        return metrics.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(metric -> new MetricPoint(metric.getKey(), metric.getValue(), step, at))
                .toList();
    }
}
