/**
 * The science's way in: what a detector is, how it is trained step by step, how it scores an image.
 *
 * <p>Start at {@link io.loupe.detectors.Detector}. A new detector is one package beside {@code vtadl} plus one line in
 * {@link io.loupe.detectors.Detectors}. Nothing in this module knows HTTP, SQL, Temporal, S3 or MLflow.
 */
package io.loupe.detectors;
