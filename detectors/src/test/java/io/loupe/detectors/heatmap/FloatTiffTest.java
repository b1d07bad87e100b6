package io.loupe.detectors.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.AnomalyMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FloatTiffTest {
    @TempDir
    private Path folder;

    @Test
    void valuesRoundTripToTheBit() throws IOException {
        AnomalyMap map = map();

        FloatTiff.write(folder.resolve("a.tiff"), map);

        AnomalyMap read = FloatTiff.read(folder.resolve("a.tiff"));
        assertThat(read.width()).isEqualTo(31);
        assertThat(read.height()).isEqualTo(17);
        assertThat(read.values()).isEqualTo(map.values());
    }

    @Test
    void anotherReaderSeesTheSameValues() throws IOException {
        AnomalyMap map = map();
        FloatTiff.write(folder.resolve("a.tiff"), map);

        BufferedImage image = ImageIO.read(folder.resolve("a.tiff").toFile());

        float[] values = image.getRaster().getPixels(0, 0, 31, 17, (float[]) null);
        assertThat(values).isEqualTo(map.values());
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        Path file = folder.resolve("a.tiff");
        FloatTiff.write(file, map());
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 1000));

        assertThatThrownBy(() -> FloatTiff.read(file)).hasMessage(file + ": cut off after 1000 bytes");
    }

    private static AnomalyMap map() {
        Random random = new Random(3);
        float[] values = new float[31 * 17];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
        }
        values[5] = Float.MAX_VALUE;
        values[6] = -Float.MIN_VALUE;
        return new AnomalyMap(31, 17, values);
    }
}
