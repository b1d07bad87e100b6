package io.loupe.detectors.heatmap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How many images have which score.
 *
 * @param low where the first bin begins
 * @param high where the last bin ends; equal to {@code low} if all scores are equal
 * @param good good images a bin
 * @param defective defective images a bin
 */
public record ScoreHistogram(double low, double high, List<Integer> good, List<Integer> defective) {
    /** Number of bins, all of one width. */
    public static final int BINS = 40;

    public ScoreHistogram {
        good = List.copyOf(good);
        defective = List.copyOf(defective);
    }

    /** Counts; scores that are not finite are left out. */
    public static ScoreHistogram of(double[] good, double[] defective) {
        double[] finite = DoubleStream.concat(DoubleStream.of(good), DoubleStream.of(defective))
                .filter(Double::isFinite)
                .toArray();
        double low = DoubleStream.of(finite).min().orElse(0);
        double high = DoubleStream.of(finite).max().orElse(0);
        return new ScoreHistogram(low, high, count(good, low, high), count(defective, low, high));
    }

    private static List<Integer> count(double[] scores, double low, double high) {
        int[] counts = new int[BINS];
        for (double score : scores) {
            if (Double.isFinite(score)) {
                int bin = high > low ? (int) ((score - low) / (high - low) * BINS) : 0;
                counts[Math.min(bin, BINS - 1)]++;
            }
        }
        List<Integer> result = new ArrayList<>();
        for (int count : counts) {
            result.add(count);
        }
        return result;
    }
}
