package io.loupe.detectors.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Whether a BMP is whole: its header says how long the file is, and where and how large its pixels are. */
final class BmpStructure {
    private static final int HEADER = 54;

    private BmpStructure() {}

    static boolean isBmp(byte[] bytes) {
        return bytes.length >= 2 && bytes[0] == 'B' && bytes[1] == 'M';
    }

    static Optional<String> problem(byte[] bytes) {
        if (bytes.length < HEADER) {
            return Optional.of("the BMP is cut off after " + bytes.length + " bytes, in its header");
        }
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long pixels = Integer.toUnsignedLong(file.getInt(10));
        long width = Math.abs((long) file.getInt(18));
        long height = Math.abs((long) file.getInt(22));
        int bits = Short.toUnsignedInt(file.getShort(28));
        boolean plain = file.getInt(30) == 0; // not run-length encoded
        long end = plain ? pixels + (width * bits + 31) / 32 * 4 * height : pixels + file.getInt(34);
        return end > bytes.length
                ? Optional.of("the BMP is cut off after " + bytes.length + " of " + end + " bytes")
                : Optional.empty();
    }
}
