package io.loupe.detectors.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.detectors.AnomalyMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SoundRanksTest {
    @Test
    void countsThatArePouredOutBeforeTheyOverflowAreTheSame() {
        List<Marked> images = RandomMaps.images(3, 40).stream().map(Marked::new).toList();
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

    private record Marked(InMemory image) implements MarkedImage {
        @Override
        public String name() {
            return image.name();
        }

        @Override
        public AnomalyMap map() {
            return image.map();
        }

        @Override
        public Marks marks() {
            return Marks.connected(image.mask());
        }

        @Override
        public String defectType() {
            return "";
        }
    }
}
