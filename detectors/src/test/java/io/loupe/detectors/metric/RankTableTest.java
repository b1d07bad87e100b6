package io.loupe.detectors.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class RankTableTest {
    private static final int SMALLEST = SortableScores.key(-Float.MAX_VALUE);
    private static final int LARGEST = SortableScores.key(Float.MAX_VALUE);

    @Property(tries = 300)
    void findsWhatABinarySearchFinds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int count) {
        Random random = new Random(seed);
        int bits = 2 + random.nextInt(29);
        int[] keys = IntStream.generate(() -> random.nextInt() >> (31 - bits))
                .map(key -> Math.clamp(key, SMALLEST, LARGEST))
                .limit(count)
                .sorted()
                .distinct()
                .toArray();

        assertRanks(keys, random);
    }

    /** Thousands of neighbours within one division, and a few scores at the ends of what a float can be. */
    @Test
    void crowdsAreFoundToo() {
        int crowd = SortableScores.key(1.5f);
        IntStream ends = IntStream.of(SMALLEST, -5, 0, 5, LARGEST);
        int[] keys = IntStream.concat(ends, IntStream.range(0, 5000).map(i -> crowd + i / 50 * 700 + i % 50))
                .sorted()
                .distinct()
                .toArray();

        assertRanks(keys, new Random(1));
    }

    /** Parts follow each other, and none has many more keys than a cache holds, however the keys crowd. */
    @Property(tries = 30)
    void partsAreStretchesOfKeys(@ForAll long seed) {
        Random random = new Random(seed);
        int[] keys = IntStream.generate(() -> SortableScores.key((float) Math.exp(3 * random.nextGaussian())))
                .limit(30_000)
                .sorted()
                .distinct()
                .toArray();

        RankTable table = new RankTable(keys.clone(), keys.length);

        int[] parts = IntStream.of(keys).map(table::part).toArray();
        assertThat(parts).isSorted().startsWith(0).endsWith(table.parts() - 1);
        assertThat(IntStream.of(parts).boxed().collect(Collectors.groupingBy(part -> part, Collectors.counting())))
                .hasSizeGreaterThan(5)
                .allSatisfy((_, size) -> assertThat(size).isLessThan(2 * 2048));
        assertThat(table.part(LARGEST)).isEqualTo(table.parts() - 1);
        assertRanks(keys, random);
    }

    @Test
    void oneKeyIsEnough() {
        assertRanks(new int[] {SortableScores.key(0.25f)}, new Random(1));
    }

    private static void assertRanks(int[] keys, Random random) {
        RankTable table = new RankTable(keys.clone(), keys.length);
        int[] scores = IntStream.concat(
                        IntStream.of(keys).flatMap(key -> IntStream.of(key - 1, key, key + 1)),
                        IntStream.generate(random::nextInt).limit(500))
                .filter(score -> score >= keys[0] && score <= LARGEST)
                .toArray();
        int[] ranks = new int[scores.length];

        table.rank(table.slots(), scores, 0, ranks, scores.length);

        int[] expected = Arrays.stream(scores)
                .map(score -> Arrays.binarySearch(keys, score))
                .map(found -> found >= 0 ? found : -found - 2)
                .toArray();
        assertThat(ranks).isEqualTo(expected);
    }
}
