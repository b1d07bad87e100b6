package io.loupe.detectors.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
