package io.loupe.detectors.vtadl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.Compute;
import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.TensorRuntime;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PositionStatisticsTest {
    @Test
    void aScoreIsSetInRelationToItsPosition() {
        try (TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 1))) {
            PositionStatistics statistics = new PositionStatistics(Parameters.fresh(runtime, 1));
            float[] first = scores(10, 1);
            float[] second = scores(20, 1);

            assertThat(statistics.relative(first)).isEqualTo(first);
            statistics.add(first);
            statistics.add(second);

            // Position 0: mean 15, deviation 5; the others: mean 1, deviation 0. Mean deviation 5 / 64.
            float[] relative = statistics.relative(scores(25, 2));
            assertThat(relative[0]).isCloseTo((float) (10 / (5 + 5.0 / 64)), within(1e-6f));
            assertThat(relative[63]).isCloseTo((float) (1 / (5.0 / 64)), within(1e-5f));

            statistics.clear();
            assertThat(statistics.relative(second)).isEqualTo(second);
        }
    }

    private static float[] scores(float first, float others) {
        float[] scores = new float[64];
        Arrays.fill(scores, others);
        scores[0] = first;
        return scores;
    }
}
