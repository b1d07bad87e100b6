/**
 * What a worker does for a trial.
 *
 * <p>Start at {@link io.loupe.workers.trial.TrialActivitiesImpl}; a training's loop is {@code TrainingSession}, its
 * commit point {@code CheckpointWriter}, its voice {@code Heart}.
 */
package io.loupe.workers.trial;
