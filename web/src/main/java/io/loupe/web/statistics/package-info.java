/**
 * What a handful of figures is worth: spreads over seeds, intervals by resampling, paired comparisons of two arms. Arithmetic
 * alone: nothing of trials, pages or stores. Everything random is drawn from a fixed seed, so that equal figures have equal
 * intervals whoever asks.
 *
 * <p>Start at {@link io.loupe.web.statistics.PairedComparison} and {@link io.loupe.web.statistics.ImageBootstrap}.
 */
package io.loupe.web.statistics;
