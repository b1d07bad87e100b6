package io.loupe.detectors.metric;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;

/** Scores as integers of the same order. */
final class SortableScores {
    private static final int EXPONENT = 0x7f800000;
    private static final int EXPONENT_UNIT = 0x00800000;

    private SortableScores() {}

    /** Two scores compare as their integers do; -0 equals 0. Not for NaN. */
    static int key(float score) {
        int bits = Float.floatToRawIntBits(score + 0.0f);
        return bits ^ ((bits >> 31) & 0x7fffffff);
    }

    /** The score with this integer. */
    static float score(int key) {
        return Float.intBitsToFloat(key ^ ((key >> 31) & 0x7fffffff));
    }

    /** Negative for NaN and infinities, so that many scores are looked at by or-ing these. */
    static int finite(float score) {
        // An exponent of ones alone, which NaN and infinities have, overflows into the sign.
        return (Float.floatToRawIntBits(score) & EXPONENT) + EXPONENT_UNIT;
    }

    /** Says which score of a map is NaN or infinite. */
    static DetectorException notFinite(String name, AnomalyMap map) {
        int at = 0;
        while (Float.isFinite(map.values()[at])) {
            at++;
        }
        String what = Float.isNaN(map.values()[at]) ? "not a number" : "infinite";
        return new DetectorException(
                Kind.NUMERICS,
                "the score at x " + at % map.width() + ", y " + at / map.width() + " is " + what,
                name,
                "train again with a lower learning rate, or from an earlier checkpoint");
    }
}
