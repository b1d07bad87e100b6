package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;

/** Scores as integers of the same order. */
final class SortableScores {
    private SortableScores() {}

    /** Two scores compare as their integers do; -0 equals 0. Not for NaN. */
    static int key(float score) {
        int bits = Float.floatToRawIntBits(score + 0.0f);
        return bits ^ ((bits >> 31) & 0x7fffffff);
    }

    /** The map's scores as integers. */
    static int[] keys(String name, AnomalyMap map) {
        float[] scores = map.values();
        int[] keys = new int[scores.length];
        for (int i = 0; i < keys.length; i++) {
            if (Float.isNaN(scores[i])) {
                throw new DetectorException(
                        Kind.NUMERICS,
                        "the score at x " + i % map.width() + ", y " + i / map.width() + " is not a number",
                        name,
                        "train again with a lower learning rate, or from an earlier checkpoint");
            }
            keys[i] = key(scores[i]);
        }
        return keys;
    }
}
