/**
 * Weights that others trained: what there is, where it comes from, and how a file becomes tensors.
 *
 * <p>Start at {@link io.loupe.detectors.weights.WeightsLibrary}, the way trainings ask for them. Nothing is downloaded
 * here, and no file is used before its hash is known to be right.
 */
package io.loupe.detectors.weights;
