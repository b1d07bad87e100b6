package io.loupe.web.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.web.statistics.PairedComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentComparisonsTest {
    private final List<List<PairedComparison.Pair>> compared = new ArrayList<>();
    private final RecentComparisons comparisons = new RecentComparisons(pairs -> {
        compared.add(pairs);
        return PairedComparison.of(pairs);
    });

    @Test
    void theSamePairsAreComparedOnceAndOthersAnew() {
        PairedComparison first = comparisons.of(pairs(0.1));
        PairedComparison again = comparisons.of(pairs(0.1));
        PairedComparison other = comparisons.of(pairs(0.2));

        assertThat(compared).containsExactly(pairs(0.1), pairs(0.2));
        assertThat(again).isSameAs(first).isEqualTo(PairedComparison.of(pairs(0.1)));
        assertThat(other.mean()).isGreaterThan(first.mean());
    }

    @Test
    void onlyTheLastOnesAreKept() {
        IntStream.range(0, 40).forEach(i -> comparisons.of(pairs(i)));
        comparisons.of(pairs(39));
        comparisons.of(pairs(0));

        assertThat(compared).hasSize(41);
    }

    private static List<PairedComparison.Pair> pairs(double difference) {
        return List.of(
                new PairedComparison.Pair("screw", 1, difference),
                new PairedComparison.Pair("screw", 2, difference + 0.1));
    }
}
