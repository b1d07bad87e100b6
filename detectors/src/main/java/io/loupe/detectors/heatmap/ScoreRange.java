package io.loupe.detectors.heatmap;

import io.loupe.detectors.AnomalyMap;
import java.util.Arrays;

/**
 * Which scores the colours stand for.
 *
 * @param low shown as "nothing here", the median of good images
 * @param high shown in the brightest colour
 */
public record ScoreRange(double low, double high) {
    private static final double OUTLIERS = 0.002;
    private static final double GOOD_HIGH = 0.995;

    /** Where a score lies in the range, 0 to 1. */
    public double position(double score) {
        if (!(high > low)) {
            return 0;
        }
        return Math.clamp((score - low) / (high - low), 0.0, 1.0);
    }

    /**
     * Gathers scores of all maps of a category, a few thousand a map. The range goes from the median of good pixels to
     * the score that 0.2 % of all pixels exceed, at least to what 0.5 % of good pixels exceed: a single wild pixel, or
     * a category without defects, does not wash the colours out.
     */
    public static final class Sampler {
        private static final int SAMPLES = 4096;

        private float[] good = new float[SAMPLES];
        private int goodCount;
        private float[] all = new float[SAMPLES];
        private int allCount;

        /** Adds every n-th score. */
        public void add(AnomalyMap map, boolean isGood) {
            int step = Math.max(1, map.values().length / SAMPLES) | 1; // odd: never the same columns only
            for (int i = step / 2; i < map.values().length; i += step) {
                if (allCount == all.length) {
                    all = Arrays.copyOf(all, 2 * allCount);
                }
                all[allCount++] = map.values()[i];
                if (isGood) {
                    if (goodCount == good.length) {
                        good = Arrays.copyOf(good, 2 * goodCount);
                    }
                    good[goodCount++] = map.values()[i];
                }
            }
        }

        /** The range of what was added. */
        public ScoreRange range() {
            float[] every = Arrays.copyOf(all, allCount);
            float[] sound = goodCount > 0 ? Arrays.copyOf(good, goodCount) : every;
            Arrays.sort(every);
            Arrays.sort(sound);
            if (every.length == 0) {
                return new ScoreRange(0, 1);
            }
            double high = Math.max(quantile(every, 1 - OUTLIERS), quantile(sound, GOOD_HIGH));
            return new ScoreRange(quantile(sound, 0.5), high);
        }

        private static double quantile(float[] sorted, double share) {
            return sorted[(int) Math.round(share * (sorted.length - 1))];
        }
    }
}
