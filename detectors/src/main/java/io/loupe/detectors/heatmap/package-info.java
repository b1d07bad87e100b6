/**
 * Pictures and files of results: heat maps over the image, raw maps as TIFF, curves as SVG, histograms.
 *
 * <p>Start at {@link io.loupe.detectors.heatmap.HeatMap}. All pictures of one category share one {@link
 * io.loupe.detectors.heatmap.ScoreRange}, so that equal colours mean equal scores.
 */
package io.loupe.detectors.heatmap;
