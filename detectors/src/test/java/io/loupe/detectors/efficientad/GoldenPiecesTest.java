package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.engine.Formula;
import io.loupe.detectors.engine.Golden;
import io.loupe.detectors.image.Maps;
import io.loupe.detectors.tensor.SafeTensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done on the host, against PyTorch, torchvision, Pillow and NumPy. */
class GoldenPiecesTest {
    private static final SafeTensors GOLDEN = Golden.read("efficientad/efficientad");
    private static final int CELLS = 56;

    @ParameterizedTest
    @CsvSource({"1204224, 0.999, 1205", "1572864, 0.999, 1573", "1204224, 0.99, 0", "1000, 0.9, 0", "1001, 0.9, 0"})
    void theQuantileLeavesAKnownNumberOfErrors(long errors, double quantile, int published) {
        long count = HardFeatureLoss.count(errors, quantile);

        assertThat(count).isEqualTo((long) values("count/" + errors + "/" + quantile)[0]);
        if (published > 0) {
            assertThat(count).isEqualTo(published);
        }
        assertThat(HardFeatureLoss.count(errors, 0)).isEqualTo(errors);
    }

    @ParameterizedTest
    @CsvSource({
        "BRIGHTNESS, 0.85",
        "BRIGHTNESS, 1.19",
        "CONTRAST, 0.85",
        "CONTRAST, 1.19",
        "SATURATION, 0.85",
        "SATURATION, 1.19"
    })
    void changesOfLightAreTorchvisions(Augmentation augmentation, float factor) {
        float[] changed = augmentation.apply(samples(71, 3 * 24 * 20), factor);

        Golden.assertClose(
                augmentation.name(),
                changed,
                values("picture/" + augmentation.name().toLowerCase() + "/" + factor),
                1e-6);
    }

    @Test
    void eachChangeOfLightIsChosenAsOften() {
        assertThat(List.of(0f, 0.34f, 0.67f, 0.99999994f))
                .extracting(Augmentation::chosen)
                .containsExactly(
                        Augmentation.BRIGHTNESS,
                        Augmentation.CONTRAST,
                        Augmentation.SATURATION,
                        Augmentation.SATURATION);
    }

    @Test
    void inputIsNormalisedAsTorchvisionDoes() {
        float[] input = new float[3 * 24 * 20];
        ImageNet.normalise(samples(71, input.length), input, 0);

        Golden.assertClose("normalised", Golden.sample(input), values("picture/normalised"), 1e-6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void penaltyPicturesArePillowsToTheBit(boolean grey, @TempDir Path folder) throws IOException {
        byte[] samples = samples(72, 3 * 37 * 31);
        BufferedImage picture = new BufferedImage(31, 37, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 37 * 31; i++) {
            int rgb = (samples[3 * i] & 0xFF) << 16 | (samples[3 * i + 1] & 0xFF) << 8 | samples[3 * i + 2] & 0xFF;
            picture.setRGB(i % 31, i / 31, rgb);
        }
        ImageIO.write(picture, "png", folder.resolve("picture.png").toFile());

        byte[] made = new PenaltyImages(folder.toString()).samples(0.99f, grey ? 0.29f : 0.3f, 18, 21);

        float[] expected = values("picture/penalty/" + grey);
        for (int i = 0; i < expected.length; i++) {
            assertThat(made[i] & 0xFF).as("sample " + i).isEqualTo((int) expected[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero-normalised", "lowest", "edge"})
    void scalesAndTheFinalMapAreNumPysAndPyTorchs(String frame) {
        EfficientAdSettings settings = TinySettings.with(Map.of("frame", frame));
        MapScales scales = new MapScales(settings);
        List<float[]> structural = maps(61);
        List<float[]> logical = maps(62);
        for (int image = 0; image < 3; image++) {
            scales.add(List.of(structural.get(image), logical.get(image)), image == 2);
        }

        List<MapScale> made = scales.scales().orElseThrow();
        assertScale(made.get(0), values("scales/structural"));
        assertScale(made.get(1), values("scales/logical"));
        AnomalyMap whole = new FinalMap(settings, made).of(List.of(structural.get(0), logical.get(0)));
        assertThat(whole.width()).isEqualTo(64);
        AnomalyMap map = Maps.resize(whole, 300, 200);
        String key = "final/" + frame.replace('-', '_');
        Golden.assertClose(frame, Golden.sample(map.values()), values(key), 1e-5);
        assertThat(map.max()).isCloseTo(values(key + "/max")[0], within(1e-6f));
    }

    private static void assertScale(MapScale scale, float[] quantiles) {
        assertThat(scale.of(quantiles[0])).isCloseTo(0, within(1e-6f));
        assertThat(scale.of(quantiles[1])).isCloseTo(0.1f, within(1e-6f));
    }

    @Test
    void equalQuantilesAreRefusedAndTheLastImageIsNotAdded() {
        MapScales scales = new MapScales(TinySettings.with(Map.of()));
        float[] flat = new float[CELLS * CELLS];

        assertThatThrownBy(() -> scales.add(List.of(flat, flat), true))
                .isInstanceOfSatisfying(DetectorException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(DetectorException.Kind.NUMERICS);
                    assertThat(failure.advice()).contains("mapNormalisation none");
                })
                .hasMessageContaining("structural map: the quantiles 0.9 and 0.995 of validation pixels are both 0.0");
        assertThat(scales.stored()).isEmpty();
    }

    private static List<float[]> maps(int salt) {
        float[] values = Formula.values(salt, 3 * CELLS * CELLS, 0.5, 0.5);
        List<float[]> maps = new ArrayList<>();
        for (int image = 0; image < 3; image++) {
            float[] map = Arrays.copyOfRange(values, image * CELLS * CELLS, (image + 1) * CELLS * CELLS);
            for (int i = 0; i < map.length; i++) {
                map[i] = (float) Math.pow(map[i], 4);
            }
            maps.add(map);
        }
        return maps;
    }

    private static byte[] samples(int salt, int count) {
        float[] values = Formula.values(salt, count, 127.5, 127.5);
        byte[] samples = new byte[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (byte) (int) Math.rint(values[i]);
        }
        return samples;
    }

    private static float[] values(String key) {
        return GOLDEN.tensors().get(key).values();
    }
}
