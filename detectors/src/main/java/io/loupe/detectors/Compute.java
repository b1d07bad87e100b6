package io.loupe.detectors;

/**
 * What a training may use. The bits of a result depend on both.
 *
 * @param device {@code cpu} or {@code gpu<n>}
 * @param threads threads inside an operation; the worker process is started with as many
 */
public record Compute(String device, int threads) {}
