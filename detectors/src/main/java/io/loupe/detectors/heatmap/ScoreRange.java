package io.loupe.detectors.heatmap;

import io.loupe.detectors.AnomalyMap;
import java.util.Arrays;

/**
 * Which scores the colours stand for: one scale for all pictures of a category and trial, taken from good images, so that a
 * colour always means the same multiple of what good images reach, whatever defects there are.
 *
 * @param low shown as "nothing here", the median of good pixels
 * @param goodHigh what a half percent of good pixels exceed; a third of the way up
 * @param high shown in the brightest colour
 * @param from whose pixels were taken
 */
public record ScoreRange(double low, double goodHigh, double high, Source from) {
    /** The brightest colour is as many times as far above the median as good images reach. */
    private static final double REACH = 3;

    private static final double OUTLIERS = 0.002;
    private static final double GOOD_HIGH = 0.995;

    /** Whose pixels a scale was taken from. */
    public enum Source {
        /** Good images that were held out from training. */
        VALIDATION("validation"),
        /** Good test images, where none were held out. */
        TEST_GOOD("test-good"),
        /** All test images, where good ones are missing or all score the same. */
        TEST("test");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        /** As results have it. */
        public String word() {
            return word;
        }
    }

    /** Where a score lies in the range, 0 to 1. */
    public double position(double score) {
        if (!(high > low)) {
            return 0;
        }
        return Math.clamp((score - low) / (high - low), 0.0, 1.0);
    }

    /** Gathers scores of maps of a category, a few thousand a map. */
    public static final class Sampler {
        private final Sample validation = new Sample();
        private final Sample good = new Sample();
        private final Sample all = new Sample();

        /** Adds every n-th score of a good image that was held out. */
        public void addValidation(AnomalyMap map) {
            validation.add(map);
        }

        /** Adds every n-th score of a test image. */
        public void add(AnomalyMap map, boolean isGood) {
            all.add(map);
            if (isGood) {
                good.add(map);
            }
        }

        /** The range of what was added. */
        public ScoreRange range() {
            if (validation.spreads()) {
                return ofGood(validation, Source.VALIDATION);
            }
            return good.spreads() ? ofGood(good, Source.TEST_GOOD) : ofAll();
        }

        private static ScoreRange ofGood(Sample sample, Source from) {
            double low = sample.quantile(0.5);
            double goodHigh = sample.quantile(GOOD_HIGH);
            return new ScoreRange(low, goodHigh, low + REACH * (goodHigh - low), from);
        }

        /** To the score that 0.2 % of all pixels exceed: a single wild pixel does not wash the colours out. */
        private ScoreRange ofAll() {
            if (all.count == 0) {
                return new ScoreRange(0, 1, 1, Source.TEST);
            }
            double low = good.count > 0 ? good.quantile(0.5) : all.quantile(0.5);
            double high = all.quantile(1 - OUTLIERS);
            return new ScoreRange(low, high, high, Source.TEST);
        }
    }

    /** Some of the scores of many maps. */
    private static final class Sample {
        private static final int SAMPLES = 4096;

        private float[] values = new float[SAMPLES];
        private int count;
        private int sorted;

        void add(AnomalyMap map) {
            int step = Math.max(1, map.values().length / SAMPLES) | 1; // odd: never the same columns only
            for (int i = step / 2; i < map.values().length; i += step) {
                if (count == values.length) {
                    values = Arrays.copyOf(values, 2 * count);
                }
                values[count++] = map.values()[i];
            }
        }

        /** Whether good pixels reach above their median. */
        boolean spreads() {
            return count > 0 && quantile(GOOD_HIGH) > quantile(0.5);
        }

        double quantile(double share) {
            if (sorted != count) {
                Arrays.sort(values, 0, count);
                sorted = count;
            }
            return values[(int) Math.round(share * (count - 1))];
        }
    }
}
