package io.loupe.web.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values by scikit-learn, which groups equal scores. */
class ImageMetricTest {
    private static final double[] GOOD = {0.5, 0.1, 0.2, 0.35, 0.2, 0.4, 0.5};
    private static final double[] DEFECTIVE = {0.5, 0.2, 0.6, 0.5, 0.35, 0.9};

    @Test
    void equalScoresAreOneGroup() {
        assertThat(ImageMetric.AUROC.value(GOOD, DEFECTIVE)).isCloseTo(0.75, within(1e-15));
        assertThat(ImageMetric.AP.value(GOOD, DEFECTIVE)).isCloseTo(0.7314814814814814, within(1e-15));
        assertThat(ImageMetric.F1_MAX.value(GOOD, DEFECTIVE)).isCloseTo(2.0 / 3, within(1e-15));
    }

    @Test
    void withoutOneKindThereIsNoValue() {
        for (ImageMetric metric : ImageMetric.values()) {
            assertThat(metric.value(GOOD, new double[0])).isNaN();
            assertThat(metric.value(new double[0], DEFECTIVE)).isNaN();
        }
    }
}
