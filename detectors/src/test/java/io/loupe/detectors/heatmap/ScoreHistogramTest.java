package io.loupe.detectors.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScoreHistogramTest {
    @Test
    void everyImageIsInOneBin() {
        ScoreHistogram histogram = ScoreHistogram.of(new double[] {1, 1, 2}, new double[] {2, 5});

        assertThat(histogram.low()).isEqualTo(1);
        assertThat(histogram.high()).isEqualTo(5);
        assertThat(histogram.good()).hasSize(40).startsWith(2).contains(1);
        assertThat(histogram.good().stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
        assertThat(histogram.defective()).endsWith(1);
        assertThat(histogram.defective().get(10)).isEqualTo(1);
    }

    @Test
    void equalScoresAndNoScoresAreNoTrouble() {
        assertThat(ScoreHistogram.of(new double[] {3, 3}, new double[] {}).good())
                .startsWith(2);
        assertThat(ScoreHistogram.of(new double[] {}, new double[] {}).high()).isZero();
    }
}
