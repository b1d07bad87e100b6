package io.loupe.workflows.trial;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a worker needs to run one trial. Written at submit; a person's verb may change it between two runs of the
 * trial's workflow: a restart counts, an extension changes the setting that says how long the training is.
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
 * @param restarts how often a person had it begin again at step 0
 * @param priority 2 high, 3 normal, 4 low; 0 for the workflow's own. {@link TrialTimes} makes Temporal's keys of it
 * @param takenUp whether a worker has begun with it before; it then goes ahead of those of its priority that nobody has
 * @param origin the checkpoint that a fork begins with
 * @param latency how the latency is measured after the evaluation; absent for not at all
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
        int threads,
        int restarts,
        int priority,
        boolean takenUp,
        Optional<TrialOrigin> origin,
        Optional<LatencyWish> latency) {
    public TrialSpec {
        settings = settings == null ? Map.of() : Collections.unmodifiableMap(settings);
        // Executions that began before these could be chosen have none in their payload.
        metrics = metrics == null ? List.of() : List.copyOf(metrics);
        origin = origin == null ? Optional.empty() : origin;
        latency = latency == null ? Optional.empty() : latency;
    }

    /** A trial as it is submitted: never restarted, with its experiment's priority, from step 0. */
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
            List<String> metrics,
            int threads) {
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
                threads,
                0,
                0,
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** A trial as it is submitted, to compute with as many threads as its worker has. */
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

    /** Name of the chain of checkpoints: the trial's id, and another one after each restart. */
    public String chain() {
        return restarts == 0 ? trialId : trialId + "-restart-" + restarts;
    }

    /** What stands before the names of metrics and files in the trial's MLflow run: nothing, or {@code restart-1/}. */
    public String prefix() {
        return restarts == 0 ? "" : "restart-" + restarts + "/";
    }

    /** The same trial after that many restarts; a fork begins again with its parent's checkpoint. */
    public TrialSpec restarted(int times) {
        return changed(settings, times, priority, takenUp, origin, latency);
    }

    public TrialSpec withPriority(int other) {
        return changed(settings, restarts, other, takenUp, origin, latency);
    }

    /** The same trial once a worker has begun with it. */
    public TrialSpec asTakenUp() {
        return changed(settings, restarts, priority, true, origin, latency);
    }

    public TrialSpec withSettings(Map<String, Object> others) {
        return changed(others, restarts, priority, takenUp, origin, latency);
    }

    public TrialSpec withOrigin(TrialOrigin other) {
        return changed(settings, restarts, priority, takenUp, Optional.of(other), latency);
    }

    public TrialSpec withLatency(Optional<LatencyWish> wish) {
        return changed(settings, restarts, priority, takenUp, origin, wish);
    }

    private TrialSpec changed(
            Map<String, Object> others,
            int times,
            int urgency,
            boolean begun,
            Optional<TrialOrigin> from,
            Optional<LatencyWish> wish) {
        return new TrialSpec(
                trialId,
                experimentId,
                experimentName,
                arm,
                detector,
                others,
                dataset,
                datasetVersion,
                category,
                seed,
                queue,
                checkpointSeconds,
                heatMaps,
                metrics,
                threads,
                times,
                urgency,
                begun,
                from,
                wish);
    }
}
