package io.loupe.infra.check;

/**
 * One measured value.
 *
 * @param metric its name
 * @param step where on the axis
 * @param value to the bit
 * @param timestamp milliseconds since the epoch
 */
record Point(String metric, long step, double value, long timestamp) {}
