/**
 * VT-ADL: a vision transformer whose patch vectors are decoded to the image and modelled by a Gaussian mixture density
 * network. Mishra et al., "VT-ADL: A Vision Transformer Network for Image Anomaly Detection and Localization", ISIE
 * 2021, arXiv 2104.10036, and the authors' code; with the loss of Kim et al. that replaces similarity by the terms of a
 * variational autoencoder, in two readings.
 *
 * <p>Start at {@link io.loupe.detectors.vtadl.VtAdl}. Everything about libtorch is behind {@code
 * io.loupe.detectors.engine}.
 */
package io.loupe.detectors.vtadl;
