package io.loupe.detectors.metric;

import java.util.Arrays;

/** Scores of whole images. */
final class ImageScores {
    private ImageScores() {}

    /**
     * A sorted copy, -0 made equal to 0.
     *
     * @throws IllegalArgumentException if a score is not finite
     */
    static double[] sorted(double[] scores) {
        double[] sorted = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("the score of image " + i + " is " + scores[i] + ", not a number");
            }
            sorted[i] = scores[i] + 0.0;
        }
        Arrays.sort(sorted);
        return sorted;
    }
}
