/**
 * Weights that trials made for other trials, such as distilled teachers: a blob by hash, and a small document that gives
 * it a name.
 *
 * <p>Start at {@link io.loupe.tracking.weights.WeightsStore}.
 */
package io.loupe.tracking.weights;
