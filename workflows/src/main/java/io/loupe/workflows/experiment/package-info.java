/**
 * An experiment's way: one child workflow for each trial in a sliding window, in fair order over the arms.
 *
 * <p>Start at {@link io.loupe.workflows.experiment.ExperimentWorkflow}.
 */
package io.loupe.workflows.experiment;
