package io.loupe.detectors.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeatMapTest {
    private static final ScoreRange RANGE = new ScoreRange(10, 13, 20, ScoreRange.Source.VALIDATION);

    @TempDir
    private Path folder;

    @Test
    void whereNothingIsWrongTheImageShowsUnchanged() throws IOException {
        FloatImage image = grey(8, 6, 0.4f);

        FloatImage drawn = draw(image, constant(8, 6, 10), Optional.empty());

        assertThat(drawn.channels()).isEqualTo(3);
        assertThat(drawn.values()).containsOnly(102 / 255f);
    }

    @Test
    void highScoresCoverTheImageInLightYellow() throws IOException {
        FloatImage drawn = draw(grey(4, 4, 0), constant(4, 4, 25), Optional.empty());

        assertThat(drawn.at(0, 1, 1)).isGreaterThan(0.8f);
        assertThat(drawn.at(1, 1, 1)).isGreaterThan(0.8f);
        assertThat(drawn.at(2, 1, 1)).isBetween(0.4f, 0.7f);
    }

    @Test
    void theMaskIsOutlinedFromOutside() throws IOException {
        BitSet defect = new BitSet();
        defect.set(2 * 6 + 2);

        FloatImage drawn = draw(grey(6, 6, 0), constant(6, 6, 0), Optional.of(new PixelMask(6, 6, defect)));

        assertThat(drawn.at(2, 2, 2)).isZero();
        assertThat(drawn.at(2, 1, 2)).isEqualTo(1);
        assertThat(drawn.at(2, 2, 3)).isEqualTo(1);
        assertThat(drawn.at(2, 4, 2)).isZero();
    }

    @Test
    void largeImagesAreShrunkAndThinMasksStay() throws IOException {
        BitSet defect = new BitSet();
        defect.set(700 * 1200 + 300, 700 * 1200 + 900); // one pixel high
        PixelMask mask = new PixelMask(1200, 800, defect);

        FloatImage drawn = draw(grey(1200, 800, 0), constant(1200, 800, 0), Optional.of(mask));

        assertThat(drawn.width()).isEqualTo(512);
        assertThat(drawn.height()).isEqualTo(341);
        assertThat(drawn.values()).contains(1f);
    }

    @Test
    void oneWildPixelDoesNotWashTheColoursOut() {
        ScoreRange.Sampler sampler = new ScoreRange.Sampler();
        float[] scores = new float[100 * 100];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = i % 100;
        }
        sampler.add(new AnomalyMap(100, 100, scores.clone()), true);
        scores[5] = 1e9f;
        sampler.add(new AnomalyMap(100, 100, scores), false);

        ScoreRange range = sampler.range();

        assertThat(range.low()).isEqualTo(50, within(2.0));
        assertThat(range.goodHigh()).isEqualTo(99, within(1.0));
        assertThat(range.high()).isEqualTo(range.low() + 3 * (range.goodHigh() - range.low()), within(1e-9));
        assertThat(range.from()).isEqualTo(ScoreRange.Source.TEST_GOOD);
        assertThat(range.position(1e9)).isEqualTo(1);
        assertThat(new ScoreRange(3, 3, 3, ScoreRange.Source.TEST).position(5)).isZero();
    }

    @Test
    void heldOutImagesMakeTheScaleWhateverTheTestImagesScore() {
        ScoreRange.Sampler sampler = new ScoreRange.Sampler();
        sampler.addValidation(ramp(0));
        sampler.add(ramp(1000), true);
        sampler.add(ramp(5000), false);

        ScoreRange range = sampler.range();

        assertThat(range.from()).isEqualTo(ScoreRange.Source.VALIDATION);
        assertThat(range.low()).isEqualTo(50, within(2.0));
        assertThat(range.goodHigh()).isEqualTo(99, within(1.0));
        assertThat(range.position(range.goodHigh())).isEqualTo(1.0 / 3, within(1e-9));
    }

    @Test
    void whereGoodImagesAllScoreTheSameTheDefectsMakeTheScale() {
        ScoreRange.Sampler sampler = new ScoreRange.Sampler();
        sampler.addValidation(constant(100, 100, 7));
        sampler.add(constant(100, 100, 7), true);
        sampler.add(ramp(100), false);

        ScoreRange range = sampler.range();

        assertThat(range.from()).isEqualTo(ScoreRange.Source.TEST);
        assertThat(range.low()).isEqualTo(7);
        assertThat(range.high()).isEqualTo(199, within(1.0));
    }

    private static AnomalyMap ramp(float from) {
        float[] scores = new float[100 * 100];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = from + i % 100;
        }
        return new AnomalyMap(100, 100, scores);
    }

    private FloatImage draw(FloatImage image, AnomalyMap map, Optional<PixelMask> mask) throws IOException {
        return Images.read(Files.write(folder.resolve("drawn.png"), HeatMap.draw(image, map, RANGE, mask)));
    }

    private static FloatImage grey(int width, int height, float value) {
        float[] values = new float[width * height];
        Arrays.fill(values, value);
        return new FloatImage(width, height, 1, values);
    }

    private static AnomalyMap constant(int width, int height, float value) {
        return new AnomalyMap(width, height, grey(width, height, value).values());
    }
}
