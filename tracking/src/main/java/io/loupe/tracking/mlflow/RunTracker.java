package io.loupe.tracking.mlflow;

import io.loupe.tracking.checkpoint.MetricPoint;
import java.util.List;
import java.util.Map;

/**
 * Runs in MLflow. Every verb is idempotent, has a time limit, and throws {@link io.loupe.tracking.TrackingException}
 * when MLflow does not answer; the caller decides whether that may wait.
 */
public interface RunTracker {
    /**
     * Finds or creates the trial's run (and the experiment's parent run). Two callers at once get the same run.
     *
     * @return the run's place
     */
    Run ensureRun(RunDescription description);

    /**
     * Finds or creates the experiment's parent run, which the trials' runs are nested under; its status is set with
     * {@link #setStatus} like theirs.
     *
     * @param experimentId Loupe's id
     * @param experimentName as the user wrote it
     */
    Run ensureExperiment(String experimentId, String experimentName);

    /** Sends points with the timestamps they have; sending them again changes nothing. */
    void log(String runId, List<MetricPoint> points);

    void tag(String runId, Map<String, String> tags);

    /** {@code RUNNING}, {@code FINISHED}, {@code FAILED} or {@code KILLED}; RUNNING clears the end time. */
    void setStatus(String runId, String status);

    /**
     * Where a run is.
     *
     * @param runId id
     * @param experimentId MLflow's experiment id
     * @param artifactRoot key prefix of the run's artifacts in the bucket, no trailing slash
     */
    record Run(String runId, String experimentId, String artifactRoot) {}

    /**
     * What a trial's run shows.
     *
     * @param experimentId Loupe's id
     * @param experimentName as the user wrote it
     * @param trialId Loupe's id
     * @param runName {@code <category> / <arm> / seed <n>}
     * @param params flattened settings, {@code vae.beta} and the like
     * @param tags {@code loupe.*} and {@code mlflow.*} tags of the trial's run
     * @param dataset name of the dataset, for the run's dataset input
     * @param datasetVersion digest of the dataset, for the run's dataset input
     */
    record RunDescription(
            String experimentId,
            String experimentName,
            String trialId,
            String runName,
            Map<String, String> params,
            Map<String, String> tags,
            String dataset,
            String datasetVersion) {}
}
