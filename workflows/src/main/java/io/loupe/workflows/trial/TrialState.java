package io.loupe.workflows.trial;

/** Where a trial stands. The names are what users, Temporal and the database see. */
public enum TrialState {
    /** Waits for a device. */
    QUEUED(false, true),
    /** Fetches and verifies its dataset. */
    PREPARING(false, true),
    TRAINING(false, true),
    EVALUATING(false, true),
    EXPORTING(false, true),
    /** Stopped by a person after a checkpoint; holds no device. */
    PAUSED(false, false),
    /** Failed in a way that only a person can mend; waits, holds no device. */
    NEEDS_ATTENTION(false, false),
    SUCCEEDED(true, false),
    CANCELLED(true, false),
    GIVEN_UP(true, false);

    private final boolean terminal;
    private final boolean active;

    TrialState(boolean terminal, boolean active) {
        this.terminal = terminal;
        this.active = active;
    }

    /** Nothing more happens by itself. */
    public boolean terminal() {
        return terminal;
    }

    /** Queued or at work. */
    public boolean active() {
        return active;
    }
}
