package io.loupe.detectors.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 18 training images (2 are held out) in batches of 4. */
class PictureSourceTest {
    @TempDir
    private static Path folder;

    private static List<Path> images;

    @BeforeAll
    static void draw() {
        images = Tiny.pictures(folder, 20);
    }

    @Test
    void statisticsSeeEachOfSomeImagesOnce() {
        PictureSource source = source(Map.of("statisticsImages", 10), 0);

        List<Integer> seen = new ArrayList<>();
        for (int step = 0; step < source.statisticsSteps(); step++) {
            source.of(step).forEach(picture -> {
                seen.add(picture.index());
                assertThat(picture.student()).isEmpty();
                assertThat(picture.backbone().get()).hasSize(3 * 128 * 128);
            });
        }

        assertThat(source.statisticsSteps()).isEqualTo(3);
        assertThat(seen).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void everyStepHasAWholeBatchAndEveryImageComesOnceAnEpoch() {
        PictureSource source = source(Map.of("statisticsImages", 4), 0);

        List<Integer> seen = new ArrayList<>();
        for (int step = 1; step <= 9; step++) {
            List<Picture> batch = source.of(step);
            assertThat(batch).hasSize(4);
            batch.forEach(picture -> seen.add(picture.index()));
        }

        Integer[] all = IntStream.range(0, 18).boxed().toArray(Integer[]::new);
        assertThat(seen.subList(0, 18)).containsExactlyInAnyOrder(all);
        assertThat(seen.subList(18, 36)).containsExactlyInAnyOrder(all).isNotEqualTo(seen.subList(0, 18));
    }

    @Test
    void whatAStepSeesDoesNotDependOnWhatWasSeenBefore() {
        PictureSource straight = source(Map.of("greyShare", 0.5), 18);
        PictureSource resumed = source(Map.of("greyShare", 0.5), 18);

        for (int step = 0; step < 12; step++) {
            List<Picture> pictures = straight.of(step);
            if (step >= 9) {
                assertSame(pictures, resumed.of(step));
            }
        }
    }

    private static void assertSame(List<Picture> expected, List<Picture> actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).index()).isEqualTo(expected.get(i).index());
            assertThat(actual.get(i).grey()).isEqualTo(expected.get(i).grey());
            assertThat(actual.get(i).student()).isEqualTo(expected.get(i).student());
            assertThat(actual.get(i).backbone().get())
                    .isEqualTo(expected.get(i).backbone().get());
        }
    }

    @Test
    void someAreGreyForBothNetworks() {
        PictureSource source = source(Map.of("greyShare", 0.3), 0);

        int grey = 0;
        for (int step = 5; step < 55; step++) {
            for (Picture picture : source.of(step)) {
                float[] backbone = picture.backbone().get();
                int plane = 128 * 128;
                assertThat(backbone[0] == backbone[plane] && backbone[plane] == backbone[2 * plane])
                        .isEqualTo(picture.grey());
                grey += picture.grey() ? 1 : 0;
            }
        }
        // 200 draws: 0.3 plus or minus three standard deviations.
        assertThat(grey).isBetween(40, 80);
    }

    private static PictureSource source(Map<String, Object> changes, int cached) {
        Map<String, Object> all = new java.util.HashMap<>(changes);
        all.put("batchSize", 4);
        DistillationSettings settings = Tiny.settings(all);
        return new PictureSource(settings, 7, ImageSet.of(Tiny.input(images), settings), cached);
    }
}
