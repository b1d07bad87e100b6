package io.loupe.web.pages.layout;

import io.loupe.web.catalogue.ExperimentState;
import io.loupe.workflows.trial.TrialState;
import java.util.Locale;

/**
 * A state with the word that people read; its hue and shape hang on the name.
 *
 * @param name as users, Temporal and the database see it
 * @param word {@code Needs attention}
 */
public record State(String name, String word) {
    public static State of(TrialState state) {
        String lower = state.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        return new State(state.name(), Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }

    /** An experiment's: running and failed borrow the shape of the trial's state that is most like them. */
    public static State of(ExperimentState state) {
        return switch (state) {
            case QUEUED -> of(TrialState.QUEUED);
            case RUNNING -> new State(TrialState.TRAINING.name(), "Running");
            case NEEDS_ATTENTION -> of(TrialState.NEEDS_ATTENTION);
            case PAUSED -> of(TrialState.PAUSED);
            case SUCCEEDED -> of(TrialState.SUCCEEDED);
            case FAILED -> new State(TrialState.GIVEN_UP.name(), "Failed");
            case CANCELLED -> of(TrialState.CANCELLED);
        };
    }

    /** The word inside a sentence: {@code needs attention}. */
    public String lower() {
        return word.toLowerCase(Locale.ROOT);
    }

    /** Class of a progress bar in this state. */
    public String bar() {
        return switch (TrialState.valueOf(name)) {
            case NEEDS_ATTENTION -> "is-attention";
            case PREPARING -> "is-preparing";
            case EVALUATING -> "is-evaluating";
            case EXPORTING -> "is-exporting";
            case PAUSED -> "is-paused";
            case SUCCEEDED -> "is-succeeded";
            case QUEUED, CANCELLED, GIVEN_UP -> "is-plain";
            case TRAINING -> "";
        };
    }
}
