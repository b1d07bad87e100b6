package io.loupe.workflows.trial;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * What a worker does for a trial, on the trial's device queue. Every method may be run again after any kind of death
 * and then ends in the same result. Failures are {@code ApplicationFailure}s whose type is a {@link
 * io.loupe.workflows.FailureClass} and whose detail is a {@link io.loupe.workflows.FailureReport}.
 */
@ActivityInterface(namePrefix = "Trial")
public interface TrialActivities {
    /** Fetches the category into the verified local cache and makes sure that the MLflow run exists. */
    @ActivityMethod
    TrialPrepared prepare(TrialSpec spec);

    /** Trains from the last published checkpoint on; heartbeats {@link TrialProgress}. */
    @ActivityMethod
    TrainOutcome train(TrialSpec spec);

    /** Scores every test image with the final checkpoint and writes metrics, curves and maps to the run. */
    @ActivityMethod
    TrialResults evaluate(TrialSpec spec);

    /** Sets the MLflow run's status: {@code RUNNING}, {@code FINISHED}, {@code FAILED} or {@code KILLED}. */
    @ActivityMethod
    void setRunStatus(TrialSpec spec, String status);

    /** The same for the experiment's run, under which its trials' runs stand; {@code trial} is any one of them. */
    @ActivityMethod
    void setExperimentStatus(TrialSpec trial, String status);
}
