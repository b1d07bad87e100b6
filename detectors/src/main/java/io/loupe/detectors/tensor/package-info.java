/**
 * Named tensors on the host and their file format, safetensors: how weights, moments and statistics leave the process.
 *
 * <p>Start at {@link io.loupe.detectors.tensor.SafeTensors}. Equal contents give equal bytes, because checkpoints are
 * named by their hash. Only float32 is written and read.
 */
package io.loupe.detectors.tensor;
