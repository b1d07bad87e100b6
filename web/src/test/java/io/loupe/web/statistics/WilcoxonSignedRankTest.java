package io.loupe.web.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values by SciPy 1.17: {@code wilcoxon(d, method=...)}; with ties by its full permutation. */
class WilcoxonSignedRankTest {
    @Test
    void smallSamplesAreExact() {
        double[] six = {0.013, 0.021, -0.004, 0.030, 0.017, 0.009};
        double[] twelve = {1.1, -0.3, 2.2, 0.7, -1.9, 3.1, 0.4, -0.2, 1.6, 2.8, -0.9, 0.6};

        assertThat(WilcoxonSignedRank.of(six)).hasValue(new WilcoxonSignedRank(6, 1, 0.0625, true));
        assertThat(WilcoxonSignedRank.of(twelve)).hasValue(new WilcoxonSignedRank(12, 18, 0.10986328125, true));
    }

    @Test
    void tiesAreCountedOutAndZerosLeftOut() {
        double[] ties = {1, 1, 2, -2, 0, 3, 3, -1, 4};

        assertThat(WilcoxonSignedRank.of(ties)).hasValue(new WilcoxonSignedRank(8, 6.5, 0.140625, true));
    }

    @Test
    void manyDifferencesAreApproximatedWithTheTieCorrection() {
        double[] sixty = new double[60];
        for (int i = 0; i < 60; i++) {
            sixty[i] = (i * 37 % 101 - 45.5) / 10;
        }

        WilcoxonSignedRank test = WilcoxonSignedRank.of(sixty).orElseThrow();

        assertThat(test.exact()).isFalse();
        assertThat(test.statistic()).isEqualTo(775.0);
        assertThat(test.p()).isCloseTo(0.3027006030076528, within(1e-12));
    }

    @Test
    void fewerThanSixDifferencesAreNoTest() {
        assertThat(WilcoxonSignedRank.of(new double[] {1, 2, 3, 4, 5, 0})).isEmpty();
        assertThat(WilcoxonSignedRank.of(new double[] {1, 2, 3, 4, 5, 6})
                        .orElseThrow()
                        .p())
                .isEqualTo(2.0 / 64);
    }

    @Test
    void theNormalTailIsRightNearAndFar() {
        double[][] known = {
            {-0.5, 0.3085375387259869},
            {-1.96, 0.024997895148220435},
            {-2.9, 0.0018658133003840375},
            {-3.1, 0.0009676032132183563},
            {-6, 9.865876450376946e-10}
        };
        for (double[] pair : known) {
            assertThat(WilcoxonSignedRank.normalBelow(pair[0]) / pair[1]).isCloseTo(1, within(1e-9));
        }
    }
}
