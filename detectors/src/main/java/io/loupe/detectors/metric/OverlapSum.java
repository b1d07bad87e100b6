package io.loupe.detectors.metric;

/**
 * Adds up the area below a curve of overlap over the false positive rate, up to several limits, from the highest score
 * down.
 *
 * <p>The curve is a sum of steps: a region's pixel lifts it by its weight from the pixel's own false positive rate
 * onwards, so its share of the area is its weight times what is left of the axis up to the limit. Where sound pixels
 * have the same score, the step is a straight line between the rates without and with them. What is added up is the
 * area above the curve: none for a perfect map, which so has exactly 1.
 */
final class OverlapSum {
    private final long regions;
    private final double[] limits;
    private final double[] lost;
    private double overlap;

    OverlapSum(long regions, double... limits) {
        this.regions = regions;
        this.limits = limits.clone();
        lost = new double[limits.length];
    }

    /**
     * Goes down to the next score that defective pixels have.
     *
     * @param from share of the sound pixels with higher scores
     * @param to share of those and the sound pixels with this score
     * @param weight what the pixels of this score add to the overlap, in regions
     */
    void add(double from, double to, double weight) {
        overlap += weight;
        for (int i = 0; i < limits.length; i++) {
            lost[i] += weight * areaBefore(from, to, limits[i]);
        }
    }

    /** Area between 0 and a limit above a line that rises from 0 to 1 between two rates. */
    private static double areaBefore(double from, double to, double limit) {
        if (to <= limit) {
            return (from + to) / 2;
        }
        if (from >= limit) {
            return limit;
        }
        return limit - (limit - from) * (limit - from) / (2 * (to - from));
    }

    /** Mean overlap of regions so far. */
    double overlap() {
        return Math.min(1, overlap / regions);
    }

    /** Area below the curve from 0 to the i-th limit, over the limit. */
    double share(int i) {
        return Math.clamp(1 - lost[i] / regions / limits[i], 0.0, 1.0);
    }
}
