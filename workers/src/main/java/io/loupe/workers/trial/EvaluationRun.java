package io.loupe.workers.trial;

import io.loupe.workers.activity.Pulse;
import io.loupe.workflows.trial.TrialProgress;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;

/** Scores the test images with the final checkpoint, and records what that shows. */
final class EvaluationRun {
    private final Workplace workplace;
    private final Preparation preparation;

    EvaluationRun(Workplace workplace, Preparation preparation) {
        this.workplace = workplace;
        this.preparation = preparation;
    }

    TrialResults evaluate(TrialSpec spec, int attempt, Pulse<TrialProgress> pulse) {
        throw new UnsupportedOperationException();
    }
}
