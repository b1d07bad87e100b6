package io.loupe.web.statistics;

import java.util.Arrays;

/** Where 95 % of what resampling gave lies. */
public record Interval(double low, double high) {
    private static final double TAIL = 0.025;

    /** Whether zero is outside. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }

    /** The middle 95 % by linear interpolation; NaN are left out. */
    static Interval of(double[] values) {
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return new Interval(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
