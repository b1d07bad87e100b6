package io.loupe.detectors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImagesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"16, 16", "53, 20", "20, 37", "64, 80", "7, 3", "1, 1", "256, 256"})
    void resizingEqualsPillowToTheBit(int width, int height) {
        for (String name : new String[] {"rgb", "grey"}) {
            FloatImage image = Images.read(Golden.file(name + ".png"));

            FloatImage resized = Images.resize(image, width, height);

            FloatImage pillow = Images.read(Golden.file(name + "_" + width + "x" + height + ".png"));
            assertThat(resized.values()).isEqualTo(pillow.values());
        }
    }

    @Test
    void samplesAreReadUnchanged() {
        FloatImage grey = Images.read(Golden.file("grey.png"));

        assertThat(grey.channels()).isEqualTo(1);
        assertThat(grey.width()).isEqualTo(53);
        assertThat(grey.height()).isEqualTo(37);
        assertThat(grey.at(0, 25, 12)).isEqualTo(1f);
        assertThat(grey.at(0, 10, 21)).isEqualTo(0f);
    }

    @Test
    void transparencyIsDroppedAndPalettesAreExpanded() {
        assertThat(Images.read(Golden.file("rgba.png")).values())
                .isEqualTo(Images.read(Golden.file("rgb.png")).values());
        assertThat(Images.read(Golden.file("palette.png")).values())
                .isEqualTo(Images.read(Golden.file("palette_expanded.png")).values());
    }

    @Test
    void sixteenAndOneBitGreyAreReadOverTheirOwnMaximum() {
        FloatImage eight = Images.read(Golden.file("grey.png"));
        FloatImage sixteen = Images.read(Golden.file("grey_16_bit.png"));
        FloatImage one = Images.read(Golden.file("one_bit.png"));

        assertThat(sixteen.channels()).isEqualTo(1);
        assertThat(sixteen.values()).containsExactly(eight.values(), within(1e-7f));
        assertThat(one.channels()).isEqualTo(1);
        assertThat(one.at(0, 25, 12)).isEqualTo(1f);
        assertThat(one.at(0, 10, 21)).isEqualTo(0f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grey", "rgb"})
    void jpegIsDecodedAsPillowDoesWithinOneStep(String name) {
        FloatImage ours = Images.read(Golden.file(name + ".jpg"));
        FloatImage pillow = Images.read(Golden.file(name + "_jpg_decoded.png"));

        assertThat(ours.channels()).isEqualTo(pillow.channels());
        assertThat(ours.values()).containsExactly(pillow.values(), within(1.01f / 255));
    }

    @Test
    void greyBecomesRgbByRepeating() {
        FloatImage grey = Images.read(Golden.file("grey.png"));

        FloatImage rgb = Images.toRgb(grey);

        assertThat(rgb.channels()).isEqualTo(3);
        assertThat(rgb.at(2, 25, 12)).isEqualTo(grey.at(0, 25, 12));
        assertThat(rgb.at(1, 10, 21)).isEqualTo(grey.at(0, 10, 21));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.png", "grey.jpg", "rgb.jpg", "palette.png", "grey_16_bit.png"})
    void aFileCutOffAnywhereIsRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Golden.file(name));

        for (int length = 1; length < whole.length; length += Math.max(1, whole.length / 97)) {
            Path cut = Files.write(folder.resolve("cut_" + name), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Images.read(cut))
                    .as("%s cut after %d of %d bytes", name, length, whole.length)
                    .isInstanceOfSatisfying(
                            DetectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DATA));
        }
    }

    @Test
    void aChangedByteInsideAPngIsNoticed() throws IOException {
        byte[] bytes = Files.readAllBytes(Golden.file("rgb.png"));
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.png"), bytes);

        assertThatThrownBy(() -> Images.read(damaged))
                .hasMessage(damaged + ": the PNG is damaged: the checksum of its IDAT chunk is wrong");
    }

    @Test
    void whatIsNoPictureIsNamedAsSuch() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.png"), "no picture");
        Path empty = Files.writeString(folder.resolve("empty.png"), "");

        assertThatThrownBy(() -> Images.read(text))
                .hasMessage(text + ": the file is no PNG, JPEG, BMP or TIFF, whatever its name says");
        assertThatThrownBy(() -> Images.read(empty)).hasMessage(empty + ": the file is empty");
        assertThatThrownBy(() -> Images.read(folder.resolve("absent.png"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Images.read(Golden.file("cmyk.jpg"))).hasMessageContaining("CMYK");
    }
}
