package io.loupe.detectors.patchcore;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.HostTensor;

/**
 * The lowest and highest score of good images, by which the scores of an ensemble's members are made comparable: less the
 * lowest, over the difference, then the mean of the members. The authors' code ({@code bin/run_patchcore.py}) takes the
 * lowest and highest over the images that are being tested; here no test image has a say.
 *
 * @param low lowest value of any map
 * @param high highest value of any map
 * @param lowImage lowest image score
 * @param highImage highest image score
 */
record ScoreRange(float low, float high, float lowImage, float highImage) {
    static final ScoreRange NOTHING = new ScoreRange(
            Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

    ScoreRange with(MemberScorer.MemberScore score) {
        float lowest = low;
        float highest = high;
        for (float value : score.map().values()) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        return new ScoreRange(
                lowest, highest, Math.min(lowImage, (float) score.imageScore()), Math.max(highImage, (float)
                        score.imageScore()));
    }

    float ofMap(float value) {
        return (value - low) / (high - low);
    }

    double ofImage(double score) {
        return (score - lowImage) / (highImage - (double) lowImage);
    }

    /** @throws DetectorException with {@code NUMERICS} if all scores are equal, so that nothing can be divided by */
    ScoreRange requireWide(Member member) {
        if (!(high > low) || !(highImage > lowImage)) {
            throw new DetectorException(
                    Kind.NUMERICS,
                    "all good images have the same scores (maps " + low + " to " + high + ", images " + lowImage
                            + " to " + highImage + ")",
                    member.backbone(),
                    "use a smaller coreset, more good images, or a single backbone");
        }
        return this;
    }

    HostTensor stored(String name) {
        return HostTensor.of(name, new float[] {low, high, lowImage, highImage}, 4);
    }

    static ScoreRange of(HostTensor stored) {
        float[] values = stored.values();
        return new ScoreRange(values[0], values[1], values[2], values[3]);
    }
}
