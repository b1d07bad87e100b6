package io.loupe.infra.client;

import java.util.Set;

/** What the launcher has to know of a trial's states; their list is in io.loupe.workflows.trial.TrialState. */
final class TrialStates {

    static final String SUCCEEDED = "SUCCEEDED";
    /** Nothing more happens by itself: ended, or waiting for a person. */
    private static final Set<String> RESTING = Set.of(SUCCEEDED, "CANCELLED", "GIVEN_UP", "NEEDS_ATTENTION", "PAUSED");

    private TrialStates() {}

    static boolean resting(String state) {
        return RESTING.contains(state);
    }
}
