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
     * @param chain name of the chain of checkpoints whose logs belong to the run; the trial's id until it is restarted
     * @param prefix what stands before the names of that chain's metrics, empty or such as {@code restart-1/}: MLflow
     *     never forgets a point, so those of a restart have names of their own beside the earlier ones
     */
    record RunDescription(
            String experimentId,
            String experimentName,
            String trialId,
            String runName,
            Map<String, String> params,
            Map<String, String> tags,
            String dataset,
            String datasetVersion,
            String chain,
            String prefix) {

        /** A trial's first chain, whose metrics have their plain names. */
        public RunDescription(
                String experimentId,
                String experimentName,
                String trialId,
                String runName,
                Map<String, String> params,
                Map<String, String> tags,
                String dataset,
                String datasetVersion) {
            this(experimentId, experimentName, trialId, runName, params, tags, dataset, datasetVersion, trialId, "");
        }

        /** The points as this run names them. */
        public List<MetricPoint> named(List<MetricPoint> points) {
            return prefix.isEmpty()
                    ? points
                    : points.stream()
                            .map(point -> new MetricPoint(
                                    prefix + point.name(), point.value(), point.step(), point.timestamp()))
                            .toList();
        }
    }
}
