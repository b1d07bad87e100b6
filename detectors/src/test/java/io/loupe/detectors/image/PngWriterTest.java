package io.loupe.detectors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PngWriterTest {
    @Test
    void whatIsWrittenIsReadBackUnchanged(@TempDir Path folder) throws IOException {
        for (int channels : new int[] {1, 3}) {
            int width = 37;
            int height = 23;
            byte[] samples = new byte[width * height * channels];
            new Random(5).nextBytes(samples);
            for (int i = 0; i < samples.length / 2; i++) {
                samples[i] = (byte) (i / 7); // a smooth half, so that every filter is used
            }
            Path file = folder.resolve(channels + ".png");

            PngWriter.write(file, width, height, channels, samples);

            FloatImage read = Images.read(file);
            assertThat(read.channels()).isEqualTo(channels);
            for (int i = 0; i < samples.length; i++) {
                int pixel = i / channels;
                float value = read.at(i % channels, pixel % width, pixel / width);
                assertThat(Math.round(value * 255)).isEqualTo(samples[i] & 0xff);
            }
        }
    }

    @Test
    void aWrongNumberOfSamplesIsRefused() {
        assertThatThrownBy(() -> PngWriter.encode(4, 3, 3, new byte[35])).hasMessageContaining("35 samples");
        assertThatThrownBy(() -> PngWriter.encode(4, 3, 2, new byte[24])).hasMessageContaining("2 channels");
    }
}
