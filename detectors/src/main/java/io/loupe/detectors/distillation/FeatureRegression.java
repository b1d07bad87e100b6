package io.loupe.detectors.distillation;

import java.util.Map;

/** How well features are met, summed over images and positions in float64. */
final class FeatureRegression {
    private final double[] sums;
    private final double[] squares;
    private double errors;
    private long positions;

    FeatureRegression(int channels) {
        this.sums = new double[channels];
        this.squares = new double[channels];
    }

    /**
     * Adds one image.
     *
     * @param target normalised features, shape (channels, positions)
     * @param given what the network gives instead, same shape
     */
    void add(float[] target, float[] given) {
        int count = target.length / sums.length;
        for (int i = 0; i < target.length; i++) {
            double difference = (double) target[i] - given[i];
            errors += difference * difference;
            sums[i / count] += target[i];
            squares[i / count] += (double) target[i] * target[i];
        }
        positions += count;
    }

    /**
     * {@code eval/feature_regression} is the mean squared error of normalised features, about 1 for a network that only
     * knows their means; {@code eval/explained_variance} is 1 minus the errors over the features' own squared distance to
     * their channel's mean over these images.
     */
    Map<String, Double> metrics() {
        double spread = 0;
        for (int channel = 0; channel < sums.length; channel++) {
            spread += squares[channel] - sums[channel] * sums[channel] / positions;
        }
        return Map.of(
                "eval/feature_regression",
                errors / ((double) positions * sums.length),
                "eval/explained_variance",
                1 - errors / spread);
    }
}
