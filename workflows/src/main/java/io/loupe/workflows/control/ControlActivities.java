package io.loupe.workflows.control;

import io.loupe.workflows.dataset.ImportOutcome;
import io.loupe.workflows.experiment.ExperimentSummary;
import io.loupe.workflows.trial.TrialResults;
import io.loupe.workflows.trial.TrialSpec;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** What workflows ask of the catalogue and tell it. Every method is idempotent; {@code web} implements them. */
@ActivityInterface(namePrefix = "Control")
public interface ControlActivities {
    /**
     * The trials of an experiment in fair order (round robin over arms), {@code limit} from {@code offset} on; fewer
     * when there are no more.
     */
    @ActivityMethod
    List<TrialSpec> trials(String experimentId, int offset, int limit);

    /** Writes a trial's state and a line of its timeline. A change with a known {@code key} is ignored. */
    @ActivityMethod
    void trialChanged(TrialChange change);

    /** Writes a trial's metrics. */
    @ActivityMethod
    void trialEvaluated(String trialId, TrialResults results);

    /**
     * The experiment was cancelled: marks every trial from {@code offset} of the fair order on as cancelled; their
     * workflows were never started.
     *
     * @return how many they are, also when they were marked before
     */
    @ActivityMethod
    int cancelRemaining(String experimentId, int offset);

    @ActivityMethod
    void experimentEnded(ExperimentSummary summary);

    @ActivityMethod
    void importEnded(String importId, ImportOutcome outcome);

    /** The import could not be done at all. */
    @ActivityMethod
    void importFailed(String importId, String message);
}
