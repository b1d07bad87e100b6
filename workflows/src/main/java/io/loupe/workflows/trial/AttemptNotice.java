package io.loupe.workflows.trial;

/**
 * A line for a trial's timeline that only the worker can know: which worker took it, from which step it goes on, what it
 * found damaged, why it is tried again, what a person should know of the method's settings.
 *
 * @param state the state that the attempt brings: {@code PREPARING}, {@code TRAINING} or {@code EVALUATING}
 * @param event {@code started}, {@code retry}, {@code damaged} or {@code notice}
 * @param attempt 1, 2, ... of the activity
 * @param worker identity of the worker
 * @param message the line a person reads
 */
public record AttemptNotice(TrialState state, String event, int attempt, String worker, String message) {}
