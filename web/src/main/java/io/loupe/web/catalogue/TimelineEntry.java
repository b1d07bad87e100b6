package io.loupe.web.catalogue;

import io.loupe.workflows.FailureReport;
import io.loupe.workflows.trial.TrialState;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of a trial's story.
 *
 * @param sequence grows with every line that is written
 * @param at when it happened, by the clock of whoever tells it
 * @param state the trial's state from then on
 * @param event short name: {@code submitted}, {@code state}, {@code failed}, {@code resumed}, ...
 * @param message what a person reads
 */
public record TimelineEntry(
        long sequence, Instant at, TrialState state, String event, String message, Optional<FailureReport> failure) {}
