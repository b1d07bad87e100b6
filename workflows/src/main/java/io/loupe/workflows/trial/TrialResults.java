package io.loupe.workflows.trial;

import java.util.Map;

/**
 * What evaluation measured.
 *
 * @param step optimiser step of the evaluated checkpoint
 * @param metrics by MLflow name, such as {@code eval/au_pro_0.3}; a metric that the data does not allow is absent
 * @param mlflowRunId the trial's run
 * @param artifactRoot key prefix of the run's artifacts in the bucket, no trailing slash
 * @param heatMaps pictures written, listed in {@code heat_maps/index.json} below the root
 * @param finalWeightsSha256 hash of the final weights blob
 */
public record TrialResults(
        long step,
        Map<String, Double> metrics,
        String mlflowRunId,
        String artifactRoot,
        int heatMaps,
        String finalWeightsSha256) {}
