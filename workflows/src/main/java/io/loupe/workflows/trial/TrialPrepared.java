package io.loupe.workflows.trial;

/**
 * What preparing found.
 *
 * @param mlflowRunId the trial's run, empty while MLflow has not answered yet
 * @param images images and masks in the verified local cache
 * @param worker identity of the worker that prepared
 */
public record TrialPrepared(String mlflowRunId, int images, String worker) {}
