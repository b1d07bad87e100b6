package io.loupe.web.catalogue;

import io.loupe.workflows.trial.TrialState;

/**
 * Where a trial stands for somebody who wants something of it: its state, what was asked of it and has not happened yet,
 * and whether its workflow is still there.
 */
public enum Standing {
    QUEUED("queued"),
    AT_WORK("at work"),
    VANISHED("queued or at work, its workflow gone"),
    PAUSING("being paused"),
    RESTARTING("being restarted"),
    CANCELLING("being cancelled"),
    PAUSED("paused"),
    NEEDS_ATTENTION("waiting for attention"),
    SUCCEEDED("succeeded"),
    CANCELLED("cancelled"),
    GIVEN_UP("given up");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    /** As in {@code the trial is being paused}. */
    public String words() {
        return words;
    }

    /**
     * @param asked what was asked of the trial and has not happened yet
     * @param workflowGone whether an active state is only a memory
     */
    static Standing of(TrialState state, Asked asked, boolean workflowGone) {
        if (asked.restart()) {
            return RESTARTING;
        }
        if (state.active() && workflowGone) {
            return VANISHED;
        }
        if (!state.terminal() && asked.cancel()) {
            return CANCELLING;
        }
        if (state.active() && asked.pause()) {
            return PAUSING;
        }
        return switch (state) {
            case QUEUED -> QUEUED;
            case PREPARING, TRAINING, EVALUATING, EXPORTING -> AT_WORK;
            case PAUSED -> PAUSED;
            case NEEDS_ATTENTION -> NEEDS_ATTENTION;
            case SUCCEEDED -> SUCCEEDED;
            case CANCELLED -> CANCELLED;
            case GIVEN_UP -> GIVEN_UP;
        };
    }

    /** What was asked of a trial and has not happened yet. */
    public record Asked(boolean pause, boolean restart, boolean cancel) {
        public static final Asked NOTHING = new Asked(false, false, false);
    }
}
