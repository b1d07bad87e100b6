package io.loupe.workflows.trial;

import java.util.Map;

/**
 * Heartbeat details of {@link TrialActivities#train} and {@link TrialActivities#evaluate}; a hint for pages, never the
 * truth about what is published.
 *
 * @param phase {@code training}, {@code evaluating}, or {@code timing} where the latency is measured
 * @param attempt 1, 2, ... of this activity
 * @param step steps done (images when evaluating, passes when timing)
 * @param total steps in all
 * @param stepsPerSecond recent rate, 0 while unknown
 * @param losses newest values by metric name
 * @param checkpointStep newest published step, 0 for none
 * @param trackingBehind published log chunks that MLflow does not have yet
 * @param memoryBytes memory of the worker process
 * @param device such as {@code cpu} or {@code gpu0}
 * @param at milliseconds since the epoch, by the worker's clock
 */
public record TrialProgress(
        String phase,
        int attempt,
        long step,
        long total,
        double stepsPerSecond,
        Map<String, Double> losses,
        long checkpointStep,
        int trackingBehind,
        long memoryBytes,
        String device,
        long at) {
    /** The same progress, said at another time. */
    public TrialProgress at(long time) {
        return new TrialProgress(
                phase,
                attempt,
                step,
                total,
                stepsPerSecond,
                losses,
                checkpointStep,
                trackingBehind,
                memoryBytes,
                device,
                time);
    }
}
