package io.loupe.detectors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
    /** Known answers of the generator's authors (Random123, kat_vectors). */
    @Test
    void philoxGivesItsAuthorsKnownAnswers() {
        assertThat(philox(0, 0, 0, 0, 0, 0)).containsExactly(0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8);
        assertThat(philox(-1, -1, -1, -1, -1, -1)).containsExactly(0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD);
        assertThat(philox(0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0))
                .containsExactly(0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1);
    }

    @Test
    void theSamePlaceGivesTheSameNumbersAndAnotherPlaceOthers() {
        float[] numbers = new CounterRandom(1, "noise", 5).normal(100, 1);

        assertThat(new CounterRandom(1, "noise", 5).normal(100, 1)).isEqualTo(numbers);
        assertThat(Arrays.copyOf(new CounterRandom(1, "noise", 5).normal(101, 1), 99))
                .isEqualTo(Arrays.copyOf(numbers, 99));
        assertThat(new CounterRandom(2, "noise", 5).normal(100, 1)).isNotEqualTo(numbers);
        assertThat(new CounterRandom(1, "order", 5).normal(100, 1)).isNotEqualTo(numbers);
        assertThat(new CounterRandom(1, "noise", 6).normal(100, 1)).isNotEqualTo(numbers);
    }

    @Test
    void normalNumbersHaveTheirMeanAndDeviation() {
        float[] numbers = new CounterRandom(3, "noise", 0).normal(100_000, 2);

        double mean = IntStream.range(0, numbers.length)
                .mapToDouble(i -> numbers[i])
                .average()
                .orElseThrow();
        double square = IntStream.range(0, numbers.length)
                .mapToDouble(i -> numbers[i] * (double) numbers[i])
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0, within(0.02));
        assertThat(Math.sqrt(square)).isCloseTo(2, within(0.02));
    }

    @Test
    void uniformNumbersStayWithinTheirLimits() {
        float[] numbers = new CounterRandom(3, "x", 0).uniform(10_000, -0.5f, 0.5f);

        for (float number : numbers) {
            assertThat(number).isBetween(-0.5f, 0.5f);
        }
    }

    @Test
    void aPermutationHoldsEveryNumberOnce() {
        int[] order = new CounterRandom(3, "order", 2).permutation(60);

        assertThat(order).isNotEqualTo(IntStream.range(0, 60).toArray());
        Arrays.sort(order);
        assertThat(order).isEqualTo(IntStream.range(0, 60).toArray());
    }

    private static int[] philox(int a, int b, int c, int d, int low, int high) {
        int[] counter = {a, b, c, d};
        CounterRandom.philox(counter, low, high);
        return counter;
    }
}
