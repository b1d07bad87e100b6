package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;

/**
 * What a threshold, chosen beforehand, does on test images: an image is called defective if its score lies above.
 *
 * @param threshold the threshold
 * @param truePositives defective images called so
 * @param falseNegatives defective images that pass
 * @param falsePositives good images called defective
 * @param trueNegatives good images that pass
 */
public record OperatingPoint(
        double threshold, long truePositives, long falseNegatives, long falsePositives, long trueNegatives) {
    /**
     * Applies a threshold.
     *
     * @param good scores of good test images
     * @param defective scores of defective test images
     */
    public static OperatingPoint at(double threshold, double[] good, double[] defective) {
        long falsePositives = above(threshold, good);
        long truePositives = above(threshold, defective);
        return new OperatingPoint(
                threshold,
                truePositives,
                defective.length - truePositives,
                falsePositives,
                good.length - falsePositives);
    }

    /** Share of defective images among those called defective. */
    public Metric precision() {
        return share(truePositives, truePositives + falsePositives, "no test image lies above the threshold");
    }

    /** Share of defective images that are called so. */
    public Metric recall() {
        return share(truePositives, truePositives + falseNegatives, "there are no defective test images");
    }

    /** Share of good images that are called defective. */
    public Metric falseAlarmRate() {
        return share(falsePositives, falsePositives + trueNegatives, "there are no good test images");
    }

    private static Metric share(long part, long whole, String reason) {
        return whole == 0 ? new Undefined(reason) : new Value((double) part / whole);
    }

    private static long above(double threshold, double[] scores) {
        long count = 0;
        for (double score : ImageScores.sorted(scores)) {
            count += score > threshold ? 1 : 0;
        }
        return count;
    }
}
