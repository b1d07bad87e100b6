package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.util.Arrays;
import java.util.List;

/**
 * A linear scale for one map, from the raw values of good validation images: normalised = factor (raw - zero). With
 * quantiles (section 3.4 of the paper) q_a becomes 0 and q_b becomes 0.1.
 *
 * @param zero the raw value that becomes 0
 * @param factor above 0
 */
record MapScale(double zero, double factor) {
    /** Raw values stay as they are. */
    static final MapScale RAW = new MapScale(0, 1);

    private static final double UPPER = 0.1;

    float of(float raw) {
        return (float) (factor * (raw - zero));
    }

    /**
     * @param map the map's name in errors
     * @param raw its values, one array per image
     * @throws DetectorException with {@code NUMERICS} if the values do not spread
     */
    static MapScale from(String map, List<float[]> raw, EfficientAdSettings settings) {
        return switch (settings.mapNormalisation()) {
            case NONE -> RAW;
            case GAUSSIAN -> gaussian(map, raw);
            case QUANTILES -> quantiles(map, raw, settings.lowerQuantile(), settings.upperQuantile());
        };
    }

    private static MapScale quantiles(String map, List<float[]> raw, double lower, double upper) {
        float[] sorted = sorted(raw);
        double zero = quantile(sorted, lower);
        double top = quantile(sorted, upper);
        requireSpread(
                map, top - zero, "the quantiles " + lower + " and " + upper + " of validation pixels are both " + zero);
        return new MapScale(zero, UPPER / (top - zero));
    }

    private static MapScale gaussian(String map, List<float[]> raw) {
        double count = 0;
        double mean = 0;
        double squares = 0;
        for (float[] values : raw) {
            for (float value : values) {
                count++;
                double before = value - mean;
                mean += before / count;
                squares += before * (value - mean);
            }
        }
        double deviation = Math.sqrt(squares / count);
        requireSpread(map, deviation, "the validation pixels are all " + mean);
        return new MapScale(mean, 1 / deviation);
    }

    private static float[] sorted(List<float[]> raw) {
        float[] all = new float
                [Math.toIntExact(raw.stream().mapToLong(values -> values.length).sum())];
        int next = 0;
        for (float[] values : raw) {
            System.arraycopy(values, 0, all, next, values.length);
            next += values.length;
        }
        Arrays.sort(all);
        return all;
    }

    /** Between the two values beside rank (n - 1) q, as NumPy's and PyTorch's default. */
    static double quantile(float[] sorted, double q) {
        double rank = (sorted.length - 1) * q;
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * ((double) sorted[above] - sorted[below]);
    }

    private static void requireSpread(String map, double spread, String how) {
        if (!(spread > 0) || !Double.isFinite(1 / spread)) {
            throw new DetectorException(
                    Kind.NUMERICS,
                    how + ", so the map has no scale",
                    map + " map",
                    "add good validation images, or use mapNormalisation none");
        }
    }
}
