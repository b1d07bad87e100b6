/**
 * Comparisons with peers, each a ratio in one run: {@link io.loupe.bench.StepWorker} does Loupe's steps, a Python process
 * the peer's, and {@code src/main/python/compare_vtadl.py} has them step in turn; {@link io.loupe.bench.MetricsWorker} and
 * {@code compare_metrics.py} do so for metrics.
 */
package io.loupe.bench;
