package io.loupe.web.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesTest {
    private static Series series(int points, int spikeAt) {
        Series series = new Series();
        for (int step = 1; step <= points; step++) {
            series.add(step, step == spikeAt ? 1_000 : 1.0 / step, step);
        }
        return series;
    }

    @Test
    void fewPointsAreAnsweredAsTheyAre() {
        assertThat(series(10, 0).between(3, 5, 100))
                .extracting(point -> point.step())
                .containsExactly(3L, 4L, 5L);
    }

    @Test
    void thinningKeepsSpikesEndsAndTheLimit() {
        var thinned = series(100_000, 54_321).between(0, Long.MAX_VALUE, 500);

        assertThat(thinned).hasSizeLessThanOrEqualTo(500);
        assertThat(thinned)
                .extracting(point -> point.step())
                .contains(1L, 54_321L, 100_000L)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aRangeWithoutPointsIsEmpty() {
        assertThat(series(10, 0).between(50, 60, 100)).isEmpty();
    }
}
