package io.loupe.web.artifact;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns a small picture as the EXIF of its JPEG says, as browsers turn the large one and detectors see it; Java's decoder
 * does not (EXIF 2.3, tag 274).
 */
final class JpegTurn {
    private static final int TAG = 274;
    private static final int APP1 = 0xffe1;
    private static final int START_OF_SCAN = 0xffda;
    private static final int EXIF = 0x45786966;

    private JpegTurn() {}

    static BufferedImage upright(BufferedImage small, byte[] original) {
        int orientation = orientation(original);
        if (orientation < 2 || orientation > 8) {
            return small;
        }
        double width = small.getWidth();
        double height = small.getHeight();
        AffineTransform turn =
                switch (orientation) { // x' = m00 x + m01 y + m02, y' = m10 x + m11 y + m12
                    case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
                    case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
                    case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
                    case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
                    case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
                    case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
                    default -> new AffineTransform(0, -1, 1, 0, 0, width);
                };
        boolean swapped = orientation > 4;
        BufferedImage turned = new BufferedImage(
                swapped ? small.getHeight() : small.getWidth(),
                swapped ? small.getWidth() : small.getHeight(),
                small.getType());
        return new AffineTransformOp(turn, AffineTransformOp.TYPE_NEAREST_NEIGHBOR).filter(small, turned);
    }

    /** 1 to 8; 0 where nothing is said. */
    private static int orientation(byte[] bytes) {
        try {
            ByteBuffer file = ByteBuffer.wrap(bytes);
            if (bytes.length < 4 || file.getShort(0) != (short) 0xffd8) {
                return 0;
            }
            int at = 2;
            while (Short.toUnsignedInt(file.getShort(at)) != START_OF_SCAN) {
                if (Short.toUnsignedInt(file.getShort(at)) == APP1 && file.getInt(at + 4) == EXIF) {
                    return tag(file.slice(at + 10, bytes.length - at - 10));
                }
                at += 2 + Short.toUnsignedInt(file.getShort(at + 2));
            }
        } catch (IndexOutOfBoundsException e) {
            return 0; // what is said wrongly is not followed
        }
        return 0;
    }

    private static int tag(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        for (int i = 0; i < Short.toUnsignedInt(tiff.getShort(directory)); i++) {
            int entry = directory + 2 + 12 * i;
            if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
                return Short.toUnsignedInt(tiff.getShort(entry + 8));
            }
        }
        return 0;
    }
}
