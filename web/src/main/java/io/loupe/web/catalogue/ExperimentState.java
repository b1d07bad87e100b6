package io.loupe.web.catalogue;

/** Where an experiment stands: derived from its trials by the view {@code experiment_overview}, stored nowhere. */
public enum ExperimentState {
    /** No trial has begun. */
    QUEUED(false),
    /** Some trial has begun, and some has not ended. */
    RUNNING(false),
    /** At least one trial waits for a person; others may run. */
    NEEDS_ATTENTION(false),
    /** Nothing is at work or queued, and at least one trial is paused. */
    PAUSED(false),
    /** Every trial succeeded. */
    SUCCEEDED(true),
    /** Every trial has ended, and a person gave up at least one. */
    FAILED(true),
    /** Every trial has ended, none was given up, at least one was cancelled. */
    CANCELLED(true);

    private final boolean terminal;

    ExperimentState(boolean terminal) {
        this.terminal = terminal;
    }

    /** Nothing more happens by itself. */
    public boolean terminal() {
        return terminal;
    }
}
