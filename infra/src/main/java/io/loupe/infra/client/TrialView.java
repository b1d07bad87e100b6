package io.loupe.infra.client;

import java.util.Map;
import java.util.Optional;

/**
 * A trial as the API shows it.
 *
 * @param arm its arm's name
 * @param label tells it from the others of its experiment
 * @param state such as {@code TRAINING}
 * @param progress while it is at work
 * @param failure what a person has to know, while it needs attention
 * @param metrics by MLflow name, such as {@code eval/au_pro_0.3}
 * @param links addresses by name: {@code page}, {@code mlflow}, {@code temporal}
 */
public record TrialView(
        String id,
        String arm,
        String label,
        String state,
        Optional<Progress> progress,
        Optional<String> failure,
        Map<String, Double> metrics,
        Map<String, String> links) {

    /**
     * How far it is.
     *
     * @param phase {@code training} or {@code evaluating}
     * @param step done
     * @param total in all
     * @param stepsPerSecond 0 while unknown
     * @param loss newest value of the loss, NaN while unknown
     */
    public record Progress(String phase, long step, long total, double stepsPerSecond, double loss) {}

    public TrialView {
        metrics = Map.copyOf(metrics);
        links = Map.copyOf(links);
    }

    public boolean succeeded() {
        return state.equals(TrialStates.SUCCEEDED);
    }

    /** Nothing more happens by itself: ended, or waiting for a person. */
    public boolean resting() {
        return TrialStates.resting(state);
    }
}
