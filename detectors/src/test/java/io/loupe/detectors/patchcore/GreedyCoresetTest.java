package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.Compute;
import io.loupe.detectors.engine.CounterRandom;
import io.loupe.detectors.engine.TensorRuntime;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The fast selection against the definition: always a point that no other is farther than. */
class GreedyCoresetTest {
    /** Whole numbers, so that every distance is exact and points often lie on each other. */
    @Property(tries = 60)
    void everySelectionIsAFarthestPoint(
            @ForAll @IntRange(min = 1, max = 1500) int size,
            @ForAll @IntRange(min = 1, max = 5) int dimensions,
            @ForAll @IntRange(min = 1, max = 100) int wanted,
            @ForAll @IntRange(min = 1, max = 12) int spread,
            @ForAll long seed) {
        float[] points = new CounterRandom(seed, "points", 0).uniform(size * dimensions, 0, spread + 1);
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) Math.floor(points[i]);
        }
        int count = Math.min(wanted, size);

        GreedyCoreset.State state = select(points, dimensions, (int) Math.floorMod(seed, (long) size), count, count);

        assertThat(state.selected()).hasSize(count).doesNotHaveDuplicates();
        double[] distances = new double[size];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        for (int k = 0; k < count; k++) {
            int chosen = state.selected()[k];
            if (k > 0) {
                double farthest = Arrays.stream(distances).max().orElseThrow();
                assertThat(distances[chosen])
                        .as("distance of selection %d, point %d", k, chosen)
                        .isEqualTo(farthest);
            }
            for (int i = 0; i < size; i++) {
                distances[i] = Math.min(distances[i], squared(points, dimensions, i, chosen));
            }
            distances[chosen] = -1;
        }
        for (int i = 0; i < size; i++) {
            assertThat((double) state.distances()[i]).as("point %d", i).isEqualTo(distances[i]);
        }
    }

    @Property(tries = 30)
    void realNumbersAreSelectedUpToRounding(
            @ForAll @IntRange(min = 600, max = 3000) int size,
            @ForAll @IntRange(min = 2, max = 60) int dimensions,
            @ForAll long seed) {
        float[] points = new CounterRandom(seed, "points", 0).normal(size * dimensions, 1);
        int count = 200;

        GreedyCoreset.State state = select(points, dimensions, 0, count, 37);

        double[] distances = new double[size];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        for (int k = 0; k < count; k++) {
            int chosen = state.selected()[k];
            if (k > 0) {
                double farthest = Arrays.stream(distances).max().orElseThrow();
                assertThat(distances[chosen]).as("selection %d", k).isGreaterThan(farthest * (1 - 1e-4));
            }
            for (int i = 0; i < size; i++) {
                distances[i] = Math.min(distances[i], squared(points, dimensions, i, chosen));
            }
        }
    }

    @Property(tries = 30)
    void goingOnFromTheStateGivesTheSameBits(
            @ForAll @IntRange(min = 300, max = 1500) int size,
            @ForAll @IntRange(min = 1, max = 150) int half,
            @ForAll long seed) {
        float[] points = new CounterRandom(seed, "points", 0).normal(size * 8, 1);
        try (TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 2))) {
            var variable = runtime.variable("points", points, size, 8);
            GreedyCoreset straight = GreedyCoreset.begin(runtime, variable, 3, 250);
            straight.selectUpTo(half);
            GreedyCoreset resumed = new GreedyCoreset(runtime, variable, straight.state(), 250);
            straight.selectUpTo(250);
            resumed.selectUpTo(250);

            assertThat(resumed.state().selected()).isEqualTo(straight.state().selected());
            assertThat(resumed.state().distances()).isEqualTo(straight.state().distances());
        }
    }

    @Test
    void theRadiusIsTheFarthestPointsDistance() {
        try (TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 1))) {
            var points = runtime.variable("points", new float[] {0, 1, 4, 10}, 4, 1);
            GreedyCoreset coreset = GreedyCoreset.begin(runtime, points, 0, 4);

            assertThat(coreset.radius()).isEqualTo(10);
            coreset.selectUpTo(2);
            assertThat(coreset.radius()).isEqualTo(4);
            coreset.selectUpTo(3);
            assertThat(coreset.radius()).isEqualTo(1);
            coreset.selectUpTo(4);
            assertThat(coreset.radius()).isZero();
            assertThat(coreset.selected()).containsExactly(0, 3, 2, 1);
        }
    }

    private static GreedyCoreset.State select(float[] points, int dimensions, int first, int count, int chunk) {
        try (TensorRuntime runtime = new TensorRuntime(new Compute("cpu", 2))) {
            var variable = runtime.variable("points", points, points.length / dimensions, dimensions);
            GreedyCoreset coreset = GreedyCoreset.begin(runtime, variable, first, count);
            for (int done = chunk; coreset.count() < count; done += chunk) {
                coreset.selectUpTo(Math.min(done, count));
            }
            return coreset.state();
        }
    }

    private static double squared(float[] points, int dimensions, int a, int b) {
        double sum = 0;
        for (int i = 0; i < dimensions; i++) {
            double difference = (double) points[a * dimensions + i] - points[b * dimensions + i];
            sum += difference * difference;
        }
        return sum;
    }
}
