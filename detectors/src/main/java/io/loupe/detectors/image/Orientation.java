package io.loupe.detectors.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a camera was held, as EXIF has it (tag 274 of TIFF 6.0 and of EXIF 2.3): a picture is turned when it is read, since
 * whoever drew its mask saw it so.
 */
final class Orientation {
    private static final int TAG = 274;
    private static final int UPRIGHT = 1;
    private static final int LAST = 8;
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int CHUNK = 12; // length, name and checksum around a PNG chunk's content

    private Orientation() {}

    /** Of a JPEG whose structure is sound; 1 where nothing is said. */
    static int ofJpeg(byte[] bytes) {
        int at = 2;
        while (at + 4 < bytes.length && (bytes[at] & 0xff) == 0xff) {
            int marker = bytes[at + 1] & 0xff;
            int length = (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
            if (marker == START_OF_SCAN) {
                break;
            }
            if (marker == APP1 && begins(bytes, at + 4, EXIF)) {
                return ofTiff(bytes, at + 4 + EXIF.length);
            }
            at += 2 + length;
        }
        return UPRIGHT;
    }

    /** Of a PNG whose structure is sound; 1 where nothing is said. */
    static int ofPng(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int at = 8;
        while (at + CHUNK <= bytes.length) {
            int length = file.getInt(at);
            if (begins(bytes, at + 4, "eXIf".getBytes(StandardCharsets.ISO_8859_1))) {
                return ofTiff(bytes, at + 8);
            }
            at += CHUNK + length;
        }
        return UPRIGHT;
    }

    /** Of a TIFF, or what EXIF keeps in its form, that begins at {@code start}. */
    static int ofTiff(byte[] bytes, int start) {
        try {
            ByteBuffer tiff =
                    ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
            tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int directory = tiff.getInt(4);
            int entries = Short.toUnsignedInt(tiff.getShort(directory));
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + 12 * i;
                if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
                    int value = Short.toUnsignedInt(tiff.getShort(entry + 8));
                    return value >= UPRIGHT && value <= LAST ? value : UPRIGHT;
                }
            }
        } catch (IndexOutOfBoundsException _) {
            return UPRIGHT; // what EXIF says wrongly does not make a picture unreadable
        }
        return UPRIGHT;
    }

    /** The picture as it was seen. */
    static FloatImage upright(FloatImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        boolean turned = orientation > 4; // width and height change places
        int width = turned ? image.height() : image.width();
        int height = turned ? image.width() : image.height();
        float[] values = new float[image.values().length];
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int right = width - 1 - x;
                    int down = height - 1 - y;
                    values[(channel * height + y) * width + x] = switch (orientation) {
                        case 2 -> image.at(channel, right, y);
                        case 3 -> image.at(channel, right, down);
                        case 4 -> image.at(channel, x, down);
                        case 5 -> image.at(channel, y, x);
                        case 6 -> image.at(channel, y, right);
                        case 7 -> image.at(channel, down, right);
                        default -> image.at(channel, down, x);
                    };
                }
            }
        }
        return new FloatImage(width, height, image.channels(), values);
    }

    private static boolean begins(byte[] bytes, int at, byte[] with) {
        for (int i = 0; i < with.length; i++) {
            if (at + i >= bytes.length || bytes[at + i] != with[i]) {
                return false;
            }
        }
        return true;
    }
}
