package io.loupe.detectors.metric;

import java.util.OptionalDouble;

/**
 * How a threshold is chosen from the scores of good validation images, without having seen a defect: what a line that
 * goes into production can do. An image whose score lies above the threshold is called defective.
 */
public sealed interface ThresholdRule {
    /** In files, such as {@code percentile-99}. */
    String name();

    /**
     * The threshold.
     *
     * @param good scores of good validation images
     * @return empty if they are too few for this rule, see {@link #imagesNeeded}
     * @throws IllegalArgumentException if a score is not finite
     */
    default OptionalDouble threshold(double[] good) {
        return good.length < imagesNeeded() ? OptionalDouble.empty() : OptionalDouble.of(of(ImageScores.sorted(good)));
    }

    /** Good validation images without which the rule says nothing. */
    int imagesNeeded();

    /** The threshold for ascending scores, enough of them. */
    double of(double[] sorted);

    /** The largest score: none of the validation images is called defective. */
    record Max() implements ThresholdRule {
        @Override
        public String name() {
            return "max";
        }

        @Override
        public int imagesNeeded() {
            return 1;
        }

        @Override
        public double of(double[] sorted) {
            return sorted[sorted.length - 1];
        }
    }

    /**
     * A percentile, interpolated linearly between scores as NumPy does.
     *
     * @param percent 0 to 100
     */
    record Percentile(double percent) implements ThresholdRule {
        public Percentile {
            if (!(percent >= 0 && percent <= 100)) {
                throw new IllegalArgumentException("the percentile " + percent + " is not within 0 to 100");
            }
        }

        @Override
        public String name() {
            return "percentile-" + NumberText.of(percent);
        }

        @Override
        public int imagesNeeded() {
            return 1;
        }

        @Override
        public double of(double[] sorted) {
            double position = percent / 100 * (sorted.length - 1);
            int lower = (int) position;
            int upper = Math.min(lower + 1, sorted.length - 1);
            return sorted[lower] + (sorted[upper] - sorted[lower]) * (position - lower);
        }
    }

    /**
     * The mean and some standard deviations (of the sample, over n - 1) on top.
     *
     * @param sigmas standard deviations, not negative
     */
    record MeanPlusSigmas(double sigmas) implements ThresholdRule {
        public MeanPlusSigmas {
            if (!(sigmas >= 0 && Double.isFinite(sigmas))) {
                throw new IllegalArgumentException(sigmas + " standard deviations are not a number from 0 on");
            }
        }

        @Override
        public String name() {
            return "mean-plus-" + NumberText.of(sigmas) + "-sigma";
        }

        @Override
        public int imagesNeeded() {
            return 2;
        }

        @Override
        public double of(double[] sorted) {
            double mean = 0;
            for (double score : sorted) {
                mean += score / sorted.length;
            }
            double squares = 0;
            for (double score : sorted) {
                squares += (score - mean) * (score - mean);
            }
            return mean + sigmas * Math.sqrt(squares / (sorted.length - 1));
        }
    }

    /**
     * The lowest score such that a new good image, drawn as the validation images were, is called defective with at most
     * this probability, whatever the scores' distribution: the k-th largest of n scores is exceeded with probability at
     * most k / (n + 1) (split conformal prediction: Vovk et al., Algorithmic Learning in a Random World, 2005). A rate of
     * 1 % so needs 99 images.
     *
     * @param rate false positive rate, above 0 and below 1
     */
    record TargetFalsePositiveRate(double rate) implements ThresholdRule {
        private static final double ROUNDING = 1e-9; // 0.01 * 100 is to be 1

        public TargetFalsePositiveRate {
            if (!(rate > 0 && rate < 1)) {
                throw new IllegalArgumentException("the false positive rate " + rate + " is not within (0, 1)");
            }
        }

        @Override
        public String name() {
            return "false-positive-rate-" + NumberText.of(rate);
        }

        @Override
        public int imagesNeeded() {
            return (int) Math.ceil(1 / rate - 1 - ROUNDING);
        }

        @Override
        public double of(double[] sorted) {
            int exceeding = (int) Math.floor(rate * (sorted.length + 1) + ROUNDING);
            return sorted[sorted.length - Math.max(1, exceeding)];
        }
    }
}
