package io.loupe.web.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    @Test
    void theIntervalOfAWorkedExampleIsRight() {
        // mean 0.02, sample deviation 0.01, n = 3: 0.02 +- 4.3027 * 0.01 / sqrt(3)
        PairedDifference difference = PairedDifference.of(List.of(0.01, 0.02, 0.03));

        assertThat(difference.mean()).isCloseTo(0.02, within(1e-12));
        assertThat(difference.low()).isCloseTo(-0.00484, within(1e-5));
        assertThat(difference.high()).isCloseTo(0.04484, within(1e-5));
        assertThat(difference.claim()).isFalse();
    }

    @Test
    void anIntervalThatLeavesZeroOutIsAClaim() {
        assertThat(PairedDifference.of(List.of(0.020, 0.021, 0.019)).claim()).isTrue();
        assertThat(PairedDifference.of(List.of(-0.020, -0.021, -0.019)).claim()).isTrue();
    }

    @Test
    void onePairHasNoInterval() {
        PairedDifference difference = PairedDifference.of(List.of(0.3));

        assertThat(difference.interval()).isFalse();
        assertThat(difference.claim()).isFalse();
        assertThat(difference.mean()).isEqualTo(0.3);
    }

    @Test
    void quantilesBeyondTheTableAreThoseOfTextbooks() {
        assertThat(PairedDifference.quantile(40)).isCloseTo(2.0211, within(2e-3));
        assertThat(PairedDifference.quantile(120)).isCloseTo(1.9799, within(2e-4));
    }
}
