/**
 * How good scores and maps are: image AUROC, pixel AUROC, AU-PRO.
 *
 * <p>Exact by definition: no thresholds are sampled, no scores are binned, scores that are equal are one threshold,
 * counts are 64 bit. Maps are compared with masks at the original image size. {@link
 * io.loupe.detectors.metric.PixelMetrics} follows the reference algorithm of MVTec AD without sorting the background, so
 * that its memory grows with the defects' area alone. A metric that data does not allow is {@link
 * io.loupe.detectors.metric.Metric.Undefined} with the reason, never NaN.
 */
package io.loupe.detectors.metric;
