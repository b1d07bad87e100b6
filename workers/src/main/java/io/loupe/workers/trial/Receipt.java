package io.loupe.workers.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.workflows.trial.TrialSpec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything needed to get a trial's numbers again, and to compare: {@code receipt.json} of its run. */
final class Receipt {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Receipt() {}

    /**
     * @param history the trial's manifests, oldest first; the last one was evaluated
     * @param latency what is no result of the trial alone, but of the machine too
     */
    static byte[] write(
            TrialSpec spec, List<Manifest> history, EvaluationRecord evaluation, Optional<LatencyRecord> latency) {
        Manifest last = history.getLast();
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("receipt", 1);
        receipt.put("trial", spec.trialId());
        receipt.put("experiment", ordered("id", spec.experimentId(), "name", spec.experimentName()));
        receipt.put("arm", spec.arm());
        receipt.put("detector", spec.detector());
        receipt.put("settings", spec.settings());
        receipt.put(
                "data",
                ordered("dataset", spec.dataset(), "version", spec.datasetVersion(), "category", spec.category()));
        receipt.put("seed", spec.seed());
        receipt.put("restarts", spec.restarts());
        spec.origin()
                .ifPresent(origin -> receipt.put(
                        "forkedFrom",
                        ordered("trial", origin.trialId(), "checkpoint", origin.sequence(), "step", origin.step())));
        // Device, threads and versions of the attempt that published the final weights.
        receipt.put("computed", new TreeMap<>(last.facts()));
        receipt.put("steps", last.totalSteps());
        receipt.put("checkpoints", history.stream().map(Receipt::checkpoint).toList());
        receipt.put(
                "evaluation",
                ordered(
                        "metrics", new TreeMap<>(evaluation.metrics()),
                        "undefined", new TreeMap<>(evaluation.undefined()),
                        "images", evaluation.images(),
                        "heatMaps", evaluation.heatMaps(),
                        "at", evaluation.at()));
        // Apart from the metrics: a trial that is run again has the same of those, and never the same times.
        latency.ifPresent(times -> receipt.put(
                "latency",
                ordered(
                        "metrics", new TreeMap<>(times.metrics()),
                        "missing", new TreeMap<>(times.missing()),
                        "passes", times.passes(),
                        "before", times.passes(),
                        "batch", times.batch(),
                        "machine", times.machine(),
                        "at", times.at())));
        try {
            return JSON.writeValueAsString(receipt).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a receipt cannot be written", e);
        }
    }

    private static Map<String, Object> checkpoint(Manifest manifest) {
        Map<String, Object> parts = new TreeMap<>();
        manifest.parts().forEach(part -> parts.put(part.name(), part.sha256()));
        return ordered("step", manifest.step(), "attempt", manifest.attempt(), "sha256", parts);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
