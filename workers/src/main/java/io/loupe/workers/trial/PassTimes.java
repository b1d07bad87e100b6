package io.loupe.workers.trial;

import java.util.Arrays;

/** How long passes took, each by itself. */
final class PassTimes {
    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final double NANOS_A_SECOND = 1e9;

    private final long[] sorted;
    private final double total;

    /** @param nanos one entry a pass, at least one */
    PassTimes(long[] nanos) {
        this.sorted = nanos.clone();
        Arrays.sort(sorted);
        this.total = Arrays.stream(nanos).asDoubleStream().sum();
    }

    double meanMilliseconds() {
        return total / sorted.length / NANOS_A_MILLISECOND;
    }

    /** The shortest time within which this share of the passes ended. */
    double quantileMilliseconds(double share) {
        int passes = (int) Math.ceil(share * sorted.length);
        return sorted[Math.clamp(passes - 1, 0, sorted.length - 1)] / NANOS_A_MILLISECOND;
    }

    /** Images over the time of all passes. */
    double imagesPerSecond(int imagesAPass) {
        return (double) imagesAPass * sorted.length / (total / NANOS_A_SECOND);
    }
}
