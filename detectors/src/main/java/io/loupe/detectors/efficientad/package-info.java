/**
 * EfficientAD: a student network predicts the features that a small frozen teacher gives for good images, and an
 * autoencoder learns how they belong together over the whole image; where student, teacher and autoencoder disagree, the
 * image is anomalous. Batzner, Heckler and König, "EfficientAD: Accurate Visual Anomaly Detection at Millisecond-Level
 * Latencies", WACV 2024, arXiv 2303.14535; the differences of known implementations are settings.
 *
 * <p>Start at {@link io.loupe.detectors.efficientad.EfficientAd}. {@link io.loupe.detectors.efficientad.Pdn} is the
 * network of teacher and student. Everything about libtorch is behind {@code io.loupe.detectors.engine}.
 */
package io.loupe.detectors.efficientad;
