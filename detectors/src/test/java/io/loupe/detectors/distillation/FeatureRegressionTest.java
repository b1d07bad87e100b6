package io.loupe.detectors.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureRegressionTest {
    /** Two channels, two images of two positions; worked out by hand. */
    @Test
    void errorsAndExplainedVariance() {
        FeatureRegression regression = new FeatureRegression(2);
        regression.add(new float[] {1, 3, 0, 0}, new float[] {1, 1, 1, 0});
        regression.add(new float[] {5, 7, 4, 4}, new float[] {5, 7, 4, 4});

        // Errors: 4 + 1 over 8 values. Spread: channel 1 of 1, 3, 5, 7 is 20, channel 2 of 0, 0, 4, 4 is 16.
        Map<String, Double> metrics = regression.metrics();
        assertThat(metrics.get("eval/feature_regression")).isCloseTo(5 / 8.0, within(1e-12));
        assertThat(metrics.get("eval/explained_variance")).isCloseTo(1 - 5 / 36.0, within(1e-12));
    }
}
