package io.loupe.workflows.control;

import io.loupe.workflows.FailureReport;
import io.loupe.workflows.trial.TrialState;
import java.util.Optional;

/**
 * One step of a trial's story.
 *
 * @param trialId whose
 * @param key unique in the trial, {@code <workflow run id>:<counter>}: the same key again changes nothing
 * @param at milliseconds since the epoch, by the workflow's clock
 * @param state the state from now on
 * @param event short name for the timeline, such as {@code state}, {@code failed}, {@code resumed}
 * @param message the line a person reads
 * @param failure set for {@code failed}
 * @param mlflowRunId set once known
 */
public record TrialChange(
        String trialId,
        String key,
        long at,
        TrialState state,
        String event,
        String message,
        Optional<FailureReport> failure,
        Optional<String> mlflowRunId) {}
