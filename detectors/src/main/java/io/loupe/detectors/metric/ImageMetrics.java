package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import java.util.Arrays;

/**
 * The ROC of whole images.
 *
 * @param auroc probability that a defective image scores higher than a good one, ties counting half
 * @param roc true positive rate over false positive rate
 */
public record ImageMetrics(Metric auroc, Curve roc) {
    /**
     * Ranks images by score; equal scores are one threshold.
     *
     * @param good scores of good images
     * @param defective scores of defective images
     * @throws IllegalArgumentException if a score is NaN
     */
    public static ImageMetrics of(double[] good, double[] defective) {
        if (defective.length == 0) {
            return new ImageMetrics(new Undefined("there are no defective test images"), Curve.EMPTY);
        }
        if (good.length == 0) {
            return new ImageMetrics(new Undefined("there are no good test images"), Curve.EMPTY);
        }
        double[] negatives = sorted(good);
        double[] positives = sorted(defective);
        CurveArea area = new CurveArea(1);
        int negative = negatives.length;
        int positive = positives.length;
        while (negative > 0 || positive > 0) {
            double threshold = Math.max(
                    negative > 0 ? negatives[negative - 1] : Double.NEGATIVE_INFINITY,
                    positive > 0 ? positives[positive - 1] : Double.NEGATIVE_INFINITY);
            while (negative > 0 && negatives[negative - 1] >= threshold) {
                negative--;
            }
            while (positive > 0 && positives[positive - 1] >= threshold) {
                positive--;
            }
            area.to(1 - (double) negative / negatives.length, 1 - (double) positive / positives.length);
        }
        return new ImageMetrics(new Value(area.share(0)), area.curve());
    }

    private static double[] sorted(double[] scores) {
        double[] sorted = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("an image's score is NaN");
            }
            sorted[i] = scores[i] + 0.0; // makes -0 equal to 0
        }
        Arrays.sort(sorted);
        return sorted;
    }
}
