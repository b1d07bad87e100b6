package io.loupe.workers.trial;

import io.loupe.detectors.Compute;
import io.loupe.tracking.store.Sha256;
import io.loupe.workflows.trial.TrialSpec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the bits of a result depend on, as checkpoints and receipts name it. */
final class Facts {
    static final String THREADS = "threads";

    private Facts() {}

    static Map<String, String> of(TrialSpec spec, Compute compute) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("detector", spec.detector());
        facts.put("settings", Sha256.of(TrialRun.configuration(spec).getBytes(StandardCharsets.UTF_8)));
        facts.put("dataset", spec.datasetVersion());
        facts.put("category", spec.category());
        facts.put("seed", Long.toString(spec.seed()));
        facts.put("device", compute.device());
        facts.put(THREADS, Integer.toString(compute.threads()));
        facts.putAll(Versions.all());
        return facts;
    }
}
