package io.loupe.workflows.trial;

import java.util.List;
import java.util.Map;

/**
 * Everything a worker needs to run one trial; written once at submit, never changed.
 *
 * @param trialId UUIDv7
 * @param experimentId UUIDv7
 * @param experimentName as the user wrote it
 * @param arm name of the arm
 * @param detector name of the detector, such as {@code vt-adl}
 * @param settings every setting of the detector, preset and defaults already applied; nested maps as in the document
 * @param dataset name in the catalogue
 * @param datasetVersion SHA-256 of the dataset's manifest, 64 hex digits
 * @param category category of the dataset
 * @param seed seed of all randomness of this trial
 * @param queue task queue of the device, {@code train-gpu} or {@code train-cpu}
 * @param checkpointSeconds wished time between checkpoints
 * @param heatMaps {@code all}, {@code defective} or {@code none}
 * @param metrics names as in the document, such as {@code au-pro-0.3}; none for the usual ones
 * @param threads to compute with on a processor, where the result's bits are to be those of an earlier trial; 0 for the
 *     worker's own number
 */
public record TrialSpec(
        String trialId,
        String experimentId,
        String experimentName,
        String arm,
        String detector,
        Map<String, Object> settings,
        String dataset,
        String datasetVersion,
        String category,
        long seed,
        String queue,
        double checkpointSeconds,
        String heatMaps,
        List<String> metrics,
        int threads) {
    public TrialSpec {
        // Executions that began before metrics could be chosen have none in their payload.
        metrics = metrics == null ? List.of() : List.copyOf(metrics);
    }

    /** A trial that computes with as many threads as its worker has. */
    public TrialSpec(
            String trialId,
            String experimentId,
            String experimentName,
            String arm,
            String detector,
            Map<String, Object> settings,
            String dataset,
            String datasetVersion,
            String category,
            long seed,
            String queue,
            double checkpointSeconds,
            String heatMaps,
            List<String> metrics) {
        this(
                trialId,
                experimentId,
                experimentName,
                arm,
                detector,
                settings,
                dataset,
                datasetVersion,
                category,
                seed,
                queue,
                checkpointSeconds,
                heatMaps,
                metrics,
                0);
    }

    /** The MLflow run's name: {@code <category> / <arm> / seed <n>}. */
    public String runName() {
        return category + " / " + arm + " / seed " + seed;
    }
}
