package io.loupe.workers.trial;

import io.loupe.tracking.mlflow.RunTracker;
import io.loupe.tracking.mlflow.RunTracker.RunDescription;
import io.loupe.workflows.trial.TrialSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How a trial looks in MLflow: parameters, tags, and its configuration as a file. */
final class TrialRun {
    private TrialRun() {}

    static RunDescription description(TrialSpec spec) {
        Map<String, String> params = new TreeMap<>();
        flatten("", spec.settings(), params);
        params.put("detector", spec.detector());
        params.put("seed", Long.toString(spec.seed()));
        return new RunDescription(
                spec.experimentId(),
                spec.experimentName(),
                spec.trialId(),
                spec.runName(),
                params,
                tags(spec),
                spec.dataset(),
                spec.datasetVersion(),
                spec.chain(),
                spec.prefix());
    }

    private static Map<String, String> tags(TrialSpec spec) {
        Map<String, String> tags = new TreeMap<>(Map.of(
                "loupe.experiment", spec.experimentId(),
                "loupe.trial", spec.trialId(),
                "loupe.arm", spec.arm(),
                "loupe.detector", spec.detector(),
                "loupe.dataset", spec.dataset(),
                "loupe.category", spec.category(),
                "loupe.seed", Long.toString(spec.seed())));
        if (spec.restarts() > 0) {
            tags.put("loupe.restarts", Integer.toString(spec.restarts()));
            tags.put("loupe.current", spec.prefix());
            tags.put(
                    "mlflow.note.content",
                    "Restarted from step 0. Metrics and artifacts below `%s` are the trial's; the others belong to an attempt before."
                            .formatted(spec.prefix()));
        }
        spec.origin().ifPresent(origin -> {
            tags.put("loupe.forkedFrom", origin.trialId());
            tags.put("loupe.forkedAtStep", Long.toString(origin.step()));
        });
        return tags;
    }

    /** Where the trial's files lie: the run's folder, or one of their own below it after a restart. */
    static String artifactRoot(TrialSpec spec, RunTracker.Run run) {
        return (run.artifactRoot() + "/" + spec.prefix()).replaceAll("/$", "");
    }

    private static void flatten(String prefix, Map<?, ?> settings, Map<String, String> params) {
        settings.forEach((name, value) -> {
            String path = prefix + name;
            if (value instanceof Map<?, ?> group) {
                flatten(path + ".", group, params);
            } else {
                params.put(path, String.valueOf(value));
            }
        });
    }

    /** The trial's configuration as an experiment document of this one cell would have it. */
    static String configuration(TrialSpec spec) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("trial", spec.trialId());
        document.put("experiment", Map.of("id", spec.experimentId(), "name", spec.experimentName()));
        document.put("arm", spec.arm());
        document.put("detector", spec.detector());
        document.put("settings", spec.settings());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("dataset", spec.dataset());
        data.put("version", spec.datasetVersion());
        data.put("category", spec.category());
        document.put("data", data);
        document.put("seed", spec.seed());
        document.put("queue", spec.queue());
        document.put("heatMaps", spec.heatMaps());
        StringBuilder yaml = new StringBuilder();
        Yaml.write(document, "", yaml);
        return yaml.toString();
    }
}
