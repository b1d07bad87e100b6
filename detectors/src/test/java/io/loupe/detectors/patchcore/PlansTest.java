package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.engine.CounterRandom;
import io.loupe.detectors.patchcore.Phases.Lengths;
import io.loupe.detectors.patchcore.Phases.Phase;
import io.loupe.detectors.patchcore.Phases.Place;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is known before a training begins: the pool's patches, the steps, the memory. */
class PlansTest {
    @Property(tries = 100)
    void aPoolIsFilledRowByRowWithoutGaps(
            @ForAll @IntRange(min = 1, max = 20) int images,
            @ForAll @IntRange(min = 1, max = 50) int grid,
            @ForAll @IntRange(min = 0, max = 1200) int limit,
            @ForAll long seed) {
        PoolPlan plan = new PoolPlan(images, grid, limit, new CounterRandom(seed, "pool", 0));

        int expected = limit == 0 ? images * grid : Math.min(limit, images * grid);
        assertThat(plan.size()).isEqualTo(expected);
        int next = 0;
        for (int image = 0; image < images; image++) {
            assertThat(plan.offset(image)).isEqualTo(next);
            int[] places = plan.places(image);
            assertThat(places).isSorted().doesNotHaveDuplicates();
            for (int place : places) {
                assertThat(place).isBetween(0, grid - 1);
            }
            next += places.length;
        }
        assertThat(next).isEqualTo(plan.size());
    }

    @Test
    void aPoolDependsOnTheSeedAlone() {
        int[] once = new PoolPlan(4, 100, 50, new CounterRandom(1, "pool", 0)).places(2);
        int[] again = new PoolPlan(4, 100, 50, new CounterRandom(1, "pool", 0)).places(2);
        int[] other = new PoolPlan(4, 100, 50, new CounterRandom(2, "pool", 0)).places(2);

        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
    }

    @Test
    void stepsGoThroughEveryPhaseOfEveryMemberOnce() {
        Phases phases = new Phases(List.of(new Lengths(2, 65, 1), new Lengths(1, 64, 0)));

        List<Place> places = new ArrayList<>();
        for (long step = 0; step < phases.total(); step++) {
            places.add(phases.of(step));
        }

        assertThat(places)
                .containsExactly(
                        new Place(0, Phase.POOL, 0),
                        new Place(0, Phase.POOL, 1),
                        new Place(0, Phase.SELECTION, 0),
                        new Place(0, Phase.SELECTION, 1),
                        new Place(0, Phase.RANGE, 0),
                        new Place(1, Phase.POOL, 0),
                        new Place(1, Phase.SELECTION, 0));
        assertThatThrownBy(() -> phases.of(phases.total())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void tooLittleMemoryIsToldWithItsNumbers() {
        MemoryEstimate estimate = new MemoryEstimate(1_000_000, 1024, 128, 100_000, 0, 0);

        estimate.require(8_000_000_000L);
        assertThatThrownBy(() -> estimate.require(4_000_000_000L))
                .isInstanceOfSatisfying(DetectorException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(DetectorException.Kind.MEMORY);
                    assertThat(failure)
                            .hasMessage("about 6.1 GB are needed and 4.0 GB are free: a pool of 1000000 patches of 1152"
                                    + " numbers, a bank of 100000");
                    assertThat(failure.advice()).contains("set poolPatches below 1000000");
                });
    }

    @Test
    void aBankLargerThanACheckpointsPartIsRefusedWhateverTheMemory() {
        assertThatThrownBy(() -> new MemoryEstimate(1_000_000, 1024, 0, 600_000, 0, 0).require(Long.MAX_VALUE))
                .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                        .isEqualTo(DetectorException.Kind.MEMORY))
                .hasMessageContaining("more than a checkpoint's part holds");
    }

    @Test
    void theMachineSaysWhatIsFree() {
        assertThat(MemoryEstimate.available()).isBetween(1L << 20, 1L << 50);
    }
}
