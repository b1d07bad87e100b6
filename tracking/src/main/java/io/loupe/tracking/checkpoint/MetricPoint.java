package io.loupe.tracking.checkpoint;

/**
 * One point of a metric as it will stand in MLflow, timestamp included.
 *
 * @param name such as {@code train/loss}
 * @param value may be NaN or infinite
 * @param step optimiser step, 1 for the first
 * @param timestamp milliseconds since the epoch, taken when the step was done
 */
public record MetricPoint(String name, double value, long step, long timestamp) {}
