package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.Variable;

/**
 * Mean and deviation of the score of each of the 64 positions over good training images, and the scores set in relation
 * to them: (s - mean) / (deviation + mean deviation). Without it the largest scores of good images sit where the part has
 * most detail, and hide smaller ones elsewhere that are unusual for their place.
 *
 * <p>Ours, not VT-ADL's. The numbers are part of the weights file; Welford's update keeps them exact enough in float32.
 */
final class PositionStatistics {
    private final Variable count;
    private final Variable mean;
    private final Variable squares;

    PositionStatistics(Parameters parameters) {
        this.count = parameters.statistic("map.count", 0, 1);
        this.mean = parameters.statistic("map.mean", 0, VisionTransformer.PATCHES);
        this.squares = parameters.statistic("map.squares", 0, VisionTransformer.PATCHES);
    }

    void clear() {
        count.set(new float[1]);
        mean.set(new float[VisionTransformer.PATCHES]);
        squares.set(new float[VisionTransformer.PATCHES]);
    }

    /** @param scores of whole images, 64 values each */
    void add(float[] scores) {
        float[] means = mean.values();
        float[] sums = squares.values();
        float images = count.values()[0];
        for (int i = 0; i < scores.length; i++) {
            int position = i % VisionTransformer.PATCHES;
            if (position == 0) {
                images++;
            }
            double before = scores[i] - (double) means[position];
            means[position] += (float) (before / images);
            sums[position] += (float) (before * (scores[i] - (double) means[position]));
        }
        count.set(new float[] {images});
        mean.set(means);
        squares.set(sums);
    }

    /** The scores of one image in relation to what is usual at their positions; as they are if nothing was gathered. */
    float[] relative(float[] scores) {
        float images = count.values()[0];
        if (images < 2) {
            return scores;
        }
        float[] means = mean.values();
        float[] sums = squares.values();
        double[] deviations = new double[sums.length];
        double typical = 0;
        for (int i = 0; i < sums.length; i++) {
            deviations[i] = Math.sqrt(sums[i] / images);
            typical += deviations[i] / sums.length;
        }
        float[] relative = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            double scale = deviations[i] + typical;
            relative[i] = (float) ((scores[i] - means[i]) / (scale > 0 ? scale : 1));
        }
        return relative;
    }
}
