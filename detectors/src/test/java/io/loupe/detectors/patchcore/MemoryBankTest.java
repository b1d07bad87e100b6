package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.Compute;
import io.loupe.detectors.engine.CounterRandom;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.TensorRuntime;
import io.loupe.detectors.patchcore.MemoryBank.Neighbours;
import io.loupe.detectors.tensor.HostTensor;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MemoryBankTest {
    @Property(tries = 60)
    void theNearestAreFound(
            @ForAll @IntRange(min = 1, max = 200) int entries,
            @ForAll @IntRange(min = 1, max = 40) int queries,
            @ForAll @IntRange(min = 1, max = 12) int dimensions,
            @ForAll @IntRange(min = 1, max = 8) int wanted,
            @ForAll long seed) {
        float[] bank = new CounterRandom(seed, "bank", 0).normal(entries * dimensions, 1);
        float[] asked = new CounterRandom(seed, "queries", 0).normal(queries * dimensions, 1);

        Neighbours found = search(bank, asked, dimensions, wanted);

        int count = Math.min(wanted, entries);
        assertThat(found.count()).isEqualTo(count);
        for (int q = 0; q < queries; q++) {
            double[] all = new double[entries];
            for (int e = 0; e < entries; e++) {
                all[e] = squared(asked, q, bank, e, dimensions);
            }
            double[] sorted = all.clone();
            Arrays.sort(sorted);
            for (int k = 0; k < count; k++) {
                double tolerance = 1e-5 * (1 + sorted[k]);
                assertThat((double) found.squared()[q * count + k])
                        .isBetween(sorted[k] - tolerance, sorted[k] + tolerance)
                        .isBetween(
                                all[found.indices()[q * count + k]] - tolerance,
                                all[found.indices()[q * count + k]] + tolerance);
            }
        }
    }

    @Test
    void manyQueriesGoThroughInSeveralBlocks() {
        int entries = 3000;
        int queries = 9000; // 27,000,000 pairs, three and a bit blocks
        float[] bank = new CounterRandom(1, "bank", 0).normal(entries * 3, 1);
        float[] asked = new float[queries * 3];
        for (int q = 0; q < queries; q++) {
            System.arraycopy(bank, (q * 7 % entries) * 3, asked, q * 3, 3);
        }

        Neighbours found = search(bank, asked, 3, 1);

        for (int q = 0; q < queries; q++) {
            assertThat(found.indices()[q]).isEqualTo(q * 7 % entries);
            assertThat(found.squared()[q]).isZero();
        }
    }

    @Test
    void distancesFarFromTheOriginDoNotSufferFromCancellation() {
        float[] bank = {1000, 1000, 1000, 1000.5f, 1000, 1000};

        Neighbours found = search(bank, new float[] {1000.375f, 1000, 1000}, 3, 1);

        assertThat(found.indices()).containsExactly(1);
        assertThat(found.squared()).containsExactly(0.125f * 0.125f);
    }

    private static Neighbours search(float[] bank, float[] queries, int dimensions, int wanted) {
        try (TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 2));
                StepScope scope = runtime.inference()) {
            return new MemoryBank(runtime, HostTensor.of("bank", bank, bank.length / dimensions, dimensions))
                    .nearest(scope, scope.tensor(queries, queries.length / dimensions, dimensions), wanted);
        }
    }

    private static double squared(float[] a, int i, float[] b, int j, int dimensions) {
        double sum = 0;
        for (int k = 0; k < dimensions; k++) {
            double difference = (double) a[i * dimensions + k] - b[j * dimensions + k];
            sum += difference * difference;
        }
        return sum;
    }
}
