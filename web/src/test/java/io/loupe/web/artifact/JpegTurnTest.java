package io.loupe.web.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegTurnTest {
    /** Of 3 x 2 pixels the first is white; where it is seen, by the EXIF specification. */
    @ParameterizedTest
    @CsvSource({
        "0, 3, 0, 0",
        "1, 3, 0, 0",
        "2, 3, 2, 0",
        "3, 3, 2, 1",
        "4, 3, 0, 1",
        "5, 2, 0, 0",
        "6, 2, 1, 0",
        "7, 2, 1, 2",
        "8, 2, 0, 2",
        "9, 3, 0, 0"
    })
    void theFirstPixelGoesWhereExifSays(int orientation, int width, int x, int y) {
        BufferedImage small = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        small.setRGB(0, 0, 0xffffff);

        BufferedImage turned = JpegTurn.upright(small, jpeg(orientation));

        assertThat(turned.getWidth()).isEqualTo(width);
        assertThat(turned.getRGB(x, y) & 0xffffff).isEqualTo(0xffffff);
    }

    /** As much of a JPEG as is looked at. */
    private static byte[] jpeg(int orientation) {
        return ByteBuffer.allocate(44)
                .putShort((short) 0xffd8)
                .putShort((short) 0xffe1)
                .putShort((short) 34)
                .put(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42})
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 274)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .putShort((short) 0xffda)
                .array();
    }
}
