/**
 * MLflow: one run for each trial, nested under one for the experiment, told only what is published.
 *
 * <p>Start at {@link io.loupe.tracking.mlflow.RunTracker}.
 */
package io.loupe.tracking.mlflow;
