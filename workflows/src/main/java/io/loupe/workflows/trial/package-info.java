/**
 * One trial's way: prepare, train, evaluate, and the wait for a person when something is wrong.
 *
 * <p>Start at {@link io.loupe.workflows.trial.TrialWorkflow}; what workers do is {@link
 * io.loupe.workflows.trial.TrialActivities}.
 */
package io.loupe.workflows.trial;
