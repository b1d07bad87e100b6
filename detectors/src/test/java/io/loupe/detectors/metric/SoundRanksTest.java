package io.loupe.detectors.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SoundRanksTest {
    @Test
    void countsThatArePouredOutBeforeTheyOverflowAreTheSame() {
        List<PixelMetrics.Connected> images = RandomMaps.images(3, 40).stream()
                .map(PixelMetrics.Connected::new)
                .toList();
        DefectPixels defects = DefectPixels.collect(images);
        int[] keys =
                IntStream.range(0, defects.size()).map(defects::key).distinct().toArray();
        RankTable table = new RankTable(keys, keys.length);

        SoundRanks once = SoundRanks.count(images, defects, table);
        SoundRanks often = SoundRanks.count(images, defects, table, 1);

        assertThat(once.total()).isPositive();
        assertThat(often.total()).isEqualTo(once.total());
        for (int i = 0; i < once.scores(); i++) {
            assertThat(often.above(i)).isEqualTo(once.above(i));
            assertThat(often.equal(i)).isEqualTo(once.equal(i));
        }
    }

    /** Enough scores for many parts of the table, and for queues that fill up and are left with a rest. */
    @Test
    void countsWhatABinarySearchFinds() {
        Random random = new Random(5);
        int side = 400;
        List<PixelMetrics.Connected> images = IntStream.range(0, 3)
                .mapToObj(image -> {
                    float[] scores = new float[side * side];
                    for (int i = 0; i < scores.length; i++) {
                        double score = Math.exp(random.nextGaussian());
                        scores[i] = (float) (i % 7 == 0 ? Math.round(50 * score) / 50.0 : score);
                    }
                    BitSet defective = new BitSet();
                    defective.set(10 * side, 80 * side);
                    return new PixelMetrics.Connected(new InMemory(
                            "image", new AnomalyMap(side, side, scores), new PixelMask(side, side, defective)));
                })
                .toList();
        DefectPixels defects = DefectPixels.collect(images);
        int[] keys =
                IntStream.range(0, defects.size()).map(defects::key).distinct().toArray();
        RankTable table = new RankTable(keys, keys.length);
        assertThat(table.parts()).isGreaterThan(10);

        SoundRanks ranks = SoundRanks.count(images, defects, table);

        long[] above = new long[keys.length];
        long[] equal = new long[keys.length];
        for (PixelMetrics.Connected image : images) {
            float[] scores = image.map().values();
            for (int i = 0; i < scores.length; i++) {
                int found = Arrays.binarySearch(keys, SortableScores.key(scores[i]));
                if (i < 10 * side || i >= 80 * side) {
                    if (found >= 0) {
                        equal[found]++;
                    } else if (found < -1) {
                        above[-found - 2]++;
                    }
                }
            }
        }
        assertThat(IntStream.range(0, keys.length).mapToLong(ranks::above).toArray())
                .isEqualTo(above);
        assertThat(IntStream.range(0, keys.length).mapToLong(ranks::equal).toArray())
                .isEqualTo(equal);
        assertThat(ranks.total()).isEqualTo(3L * side * (side - 70));
    }
}
