package io.loupe.workers.trial;

import io.loupe.detectors.Compute;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.store.Sha256;
import io.loupe.workflows.trial.TrialSpec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the bits of a result depend on, as checkpoints and receipts name it. */
final class Facts {
    private static final String THREADS = "threads";

    private static final String SETTINGS = "settings";

    private Facts() {}

    /** What a trial begins with: this worker's device, and the number of threads that the trial asks for. */
    static Compute wished(TrialSpec spec, Compute here) {
        return spec.threads() == 0 ? here : new Compute(here.device(), spec.threads());
    }

    /** The bits depend on the number of threads: a trial keeps the one it began with, whatever this worker has. */
    static Compute compute(Optional<Manifest> last, Compute here) {
        return last.map(Manifest::facts)
                .map(facts -> facts.get(THREADS))
                .map(threads -> new Compute(here.device(), Integer.parseInt(threads)))
                .orElse(here);
    }

    /** Whether a checkpoint is of a training with just these settings, so that its last step is the last one of all. */
    static boolean sameTraining(Manifest last, Map<String, String> facts) {
        return last.facts().getOrDefault(SETTINGS, "").equals(facts.get(SETTINGS));
    }

    static Map<String, String> of(TrialSpec spec, Compute compute) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("detector", spec.detector());
        facts.put(SETTINGS, Sha256.of(TrialRun.configuration(spec).getBytes(StandardCharsets.UTF_8)));
        facts.put("dataset", spec.datasetVersion());
        facts.put("category", spec.category());
        facts.put("seed", Long.toString(spec.seed()));
        facts.put("device", compute.device());
        facts.put(THREADS, Integer.toString(compute.threads()));
        facts.putAll(Versions.all());
        return facts;
    }
}
