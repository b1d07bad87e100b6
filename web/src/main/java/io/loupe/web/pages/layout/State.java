package io.loupe.web.pages.layout;

import io.loupe.workflows.trial.TrialState;

/**
 * A state with the word that people read; its hue and shape hang on the name.
 *
 * @param name as users, Temporal and the database see it
 * @param word {@code Needs attention}
 */
public record State(String name, String word) {
    public static State of(TrialState state) {
        String lower = state.name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
        return new State(state.name(), Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }

    /** The word inside a sentence: {@code needs attention}. */
    public String lower() {
        return word.toLowerCase(java.util.Locale.ROOT);
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
