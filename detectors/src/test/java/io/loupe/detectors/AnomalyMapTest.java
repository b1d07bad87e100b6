package io.loupe.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class AnomalyMapTest {
    @Test
    void theLargestScoreIsFoundWhereverItLies() {
        for (int size = 1; size < 12; size++) {
            for (int at = 0; at < size; at++) {
                float[] scores = new float[size];
                Arrays.fill(scores, -7);
                scores[at] = -3;

                assertThat(new AnomalyMap(size, 1, scores).max()).isEqualTo(-3);

                scores[at] = Float.NaN;
                assertThat(new AnomalyMap(size, 1, scores).max()).isNaN();
            }
        }
    }
}
