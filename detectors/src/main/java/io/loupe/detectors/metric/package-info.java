/**
 * How good scores and maps are: AUROC, average precision and F1 of images and pixels, AU-PRO, MVTec LOCO's AU-sPRO, and
 * what a threshold chosen on good images does.
 *
 * <p>Exact by definition: no thresholds are sampled, no scores are binned, clamped or normalised, scores that are equal
 * are one threshold, counts are 64 bit. Maps are compared with masks at the original image size. A metric that data does
 * not allow is {@link io.loupe.detectors.metric.Metric.Undefined} with the reason, never NaN, 0 or 1.
 *
 * <p>Start at {@link io.loupe.detectors.metric.PixelMetrics}, {@link io.loupe.detectors.metric.ImageMetrics} and {@link
 * io.loupe.detectors.metric.LocoMetrics}. Every curve of pixels turns only at scores of defective pixels, one or two in a
 * hundred: those are sorted ({@code DefectPixels}), all others counted between them as maps stream by ({@code
 * SoundRanks}), and one way down the sorted ones adds up all areas ({@code Sweep}). Memory grows with the defects' area
 * alone.
 */
package io.loupe.detectors.metric;
