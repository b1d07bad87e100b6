package io.loupe.detectors.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.DetectorException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One picture in every format that is read: the same samples come out. */
final class FormatsTest {
    private static final int WIDTH = 5;
    private static final int HEIGHT = 3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"bmp, 5", "bmp, 10", "bmp, 13", "tiff, 5", "tiff, 10", "tiff, 13", "tiff, 11", "png, 11"})
    void samplesAreThoseOfThePng(String format, int type) throws IOException {
        BufferedImage picture = picture(type);

        FloatImage read = read(encode(picture, format));

        FloatImage png = read(encode(picture, "png"));
        assertThat(read.width()).isEqualTo(WIDTH);
        assertThat(read.height()).isEqualTo(HEIGHT);
        assertThat(read.channels()).isEqualTo(png.channels());
        assertThat(read.values()).isEqualTo(png.values());
        assertThat(read.at(0, 1, 2)).isEqualTo(expected(picture, 1, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void picturesAreTurnedAsTheirExifSays(int orientation) throws IOException {
        byte[] png = encode(picture(BufferedImage.TYPE_BYTE_GRAY), "png");
        FloatImage stored = read(png);

        FloatImage seen = read(withOrientation(png, orientation));

        // Where the stored picture's first row and first column are seen, by the EXIF specification.
        boolean turned = orientation > 4;
        assertThat(seen.width()).isEqualTo(turned ? HEIGHT : WIDTH);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int right = WIDTH - 1 - x;
                int down = HEIGHT - 1 - y;
                int[] at =
                        switch (orientation) {
                            case 1 -> new int[] {x, y}; // row 0 is the top, column 0 the left
                            case 2 -> new int[] {right, y}; // top, right
                            case 3 -> new int[] {right, down}; // bottom, right
                            case 4 -> new int[] {x, down}; // bottom, left
                            case 5 -> new int[] {y, x}; // row 0 is the left, column 0 the top
                            case 6 -> new int[] {down, x}; // right, top
                            case 7 -> new int[] {down, right}; // right, bottom
                            default -> new int[] {y, right}; // left, bottom
                        };
                assertThat(seen.at(0, at[0], at[1])).as("%d, %d", x, y).isEqualTo(stored.at(0, x, y));
            }
        }
    }

    @Test
    void aJpegIsTurnedToo() throws IOException {
        byte[] jpeg = Files.readAllBytes(Golden.file("grey.jpg"));
        FloatImage stored = read(jpeg);

        FloatImage seen = read(jpegWithOrientation(jpeg, 6));

        assertThat(seen.width()).isEqualTo(stored.height());
        assertThat(seen.at(0, stored.height() - 1, 4)).isEqualTo(stored.at(0, 4, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "bmp, 60, the BMP is cut off after 60 of",
        "bmp, 30, 'the BMP is cut off after 30 bytes, in its header'",
        "tiff, 60, the TIFF is cut off after 60 bytes"
    })
    void cutOffFilesAreNamed(String format, int length, String message) throws IOException {
        byte[] whole = encode(picture(BufferedImage.TYPE_BYTE_GRAY), format);

        assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bmp", "tiff", "png"})
    void gigapixelsAreNotDecoded(String format) throws IOException {
        byte[] bomb = encode(new BufferedImage(8000, 6000, BufferedImage.TYPE_BYTE_BINARY), format);

        assertThatThrownBy(() -> read(bomb))
                .isInstanceOf(DetectorException.class)
                .hasMessageContaining("the picture has 48000000 pixels, more than the 40000000 that are read");
    }

    private FloatImage read(byte[] bytes) throws IOException {
        return Images.read(Files.write(folder.resolve("picture"), bytes));
    }

    /** Every pixel another value. */
    private static BufferedImage picture(int type) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                for (int band = 0; band < picture.getRaster().getNumBands(); band++) {
                    picture.getRaster().setSample(x, y, band, 16 * (y * WIDTH + x) + band);
                }
            }
        }
        return picture;
    }

    private static float expected(BufferedImage picture, int x, int y) {
        return switch (picture.getType()) {
            case BufferedImage.TYPE_USHORT_GRAY -> picture.getRaster().getSample(x, y, 0) / 65535f;
            case BufferedImage.TYPE_BYTE_INDEXED -> ((picture.getRGB(x, y) >> 16) & 0xff) / 255f;
            default -> picture.getRaster().getSample(x, y, 0) / 255f;
        };
    }

    private static byte[] encode(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, bytes)).as(format).isTrue();
        return bytes.toByteArray();
    }

    /** A TIFF header with one entry: the orientation. */
    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .order(ByteOrder.BIG_ENDIAN)
                .put(new byte[] {'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** A chunk eXIf after the header, which is 33 bytes long with the signature. */
    private static byte[] withOrientation(byte[] png, int orientation) {
        byte[] exif = exif(orientation);
        ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length);
        chunk.putInt(exif.length).put(new byte[] {'e', 'X', 'I', 'f'}).put(exif);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + exif.length);
        chunk.putInt((int) checksum.getValue());
        return ByteBuffer.allocate(png.length + chunk.capacity())
                .put(png, 0, 33)
                .put(chunk.array())
                .put(png, 33, png.length - 33)
                .array();
    }

    private static byte[] jpegWithOrientation(byte[] jpeg, int orientation) {
        byte[] exif = exif(orientation);
        return ByteBuffer.allocate(jpeg.length + 10 + exif.length)
                .put(jpeg, 0, 2)
                .put(new byte[] {(byte) 0xff, (byte) 0xe1})
                .putShort((short) (8 + exif.length))
                .put(new byte[] {'E', 'x', 'i', 'f', 0, 0})
                .put(exif)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }
}
