package io.loupe.web.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.web.statistics.PairedComparison.Method;
import io.loupe.web.statistics.PairedComparison.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    @Test
    void withoutPairsNothingIsSaid() {
        PairedComparison none = PairedComparison.of(List.of());
        PairedComparison one = PairedComparison.of(List.of(new Pair("screw", 1, 0.2)));

        assertThat(none.mean()).isNaN();
        assertThat(none.claim()).isFalse();
        assertThat(one.interval()).isEmpty();
        assertThat(one.test()).isEmpty();
        assertThat(one.claim()).isFalse();
    }

    @Test
    void fewPairsHaveStudentsInterval() {
        PairedComparison few = PairedComparison.of(
                List.of(new Pair("screw", 1, 0.01), new Pair("screw", 2, 0.02), new Pair("screw", 3, 0.03)));

        assertThat(few.method()).isEqualTo(Method.STUDENT);
        assertThat(few.mean()).isCloseTo(0.02, within(1e-12));
        assertThat(few.interval().orElseThrow().low()).isCloseTo(0.02 - 4.3027 * 0.01 / Math.sqrt(3), within(1e-5));
        assertThat(few.test()).isEmpty();
    }

    @Test
    void fewCategoriesStayAndOnlySeedsAreDrawn() {
        List<Pair> pairs = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            pairs.add(new Pair("screw", seed, 0.10 + 0.001 * seed));
            pairs.add(new Pair("leather", seed, -0.02 + 0.001 * seed));
        }

        PairedComparison comparison = PairedComparison.of(pairs);

        // Categories differ by far more than seeds: an interval over categories would reach from -0.02 to 0.10.
        assertThat(comparison.method()).isEqualTo(Method.SEEDS);
        assertThat(comparison.mean()).isCloseTo(0.042, within(1e-12));
        assertThat(comparison.interval().orElseThrow().low()).isBetween(0.040, 0.042);
        assertThat(comparison.interval().orElseThrow().high()).isBetween(0.042, 0.044);
        assertThat(comparison.test().orElseThrow().count()).isEqualTo(6);
        assertThat(comparison.testDependsOnSharedImages()).isTrue();
        assertThat(PairedComparison.of(pairs)).isEqualTo(comparison);
    }

    @Test
    void manyCategoriesAreDrawnThemselves() {
        List<Pair> pairs = new ArrayList<>();
        double[] categories = {0.03, -0.01, 0.02, 0.05, 0.00, 0.04, -0.02, 0.01, 0.03, 0.02};
        for (int i = 0; i < categories.length; i++) {
            for (int seed = 1; seed <= 3; seed++) {
                pairs.add(new Pair("c" + i, seed, categories[i]));
            }
        }

        PairedComparison comparison = PairedComparison.of(pairs);
        Interval interval = comparison.interval().orElseThrow();

        // Standard error over ten categories: 0.0067.
        assertThat(comparison.method()).isEqualTo(Method.CATEGORIES_AND_SEEDS);
        assertThat(interval.low()).isCloseTo(0.017 - 1.96 * 0.0067, within(0.002));
        assertThat(interval.high()).isCloseTo(0.017 + 1.96 * 0.0067, within(0.002));
        assertThat(comparison.test().orElseThrow().count()).isEqualTo(9);
        assertThat(comparison.testDependsOnSharedImages()).isFalse();
        assertThat(comparison.claim()).isTrue();
    }

    @Test
    void aCategoryWithMoreSeedsDoesNotWeighMore() {
        PairedComparison comparison = PairedComparison.of(
                List.of(new Pair("screw", 1, 0.1), new Pair("screw", 2, 0.1), new Pair("leather", 1, 0.4)));

        assertThat(comparison.mean()).isCloseTo(0.25, within(1e-12));
    }
}
