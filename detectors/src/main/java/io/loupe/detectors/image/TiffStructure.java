package io.loupe.detectors.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Whether a TIFF is whole: its one directory, and the strips or tiles that it names, lie inside the file (TIFF 6.0). */
final class TiffStructure {
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTES = 325;
    private static final int SHORT = 3;
    private static final int BIG = 43;

    private final byte[] bytes;
    private final ByteBuffer file;

    private TiffStructure(byte[] bytes) {
        this.bytes = bytes;
        file = ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    static boolean isTiff(byte[] bytes) {
        return bytes.length >= 4
                && (bytes[0] == 'I' && bytes[1] == 'I' && (bytes[2] == 42 || bytes[2] == BIG) && bytes[3] == 0
                        || bytes[0] == 'M' && bytes[1] == 'M' && bytes[2] == 0 && (bytes[3] == 42 || bytes[3] == BIG));
    }

    static Optional<String> problem(byte[] bytes) {
        if (bytes[2] == BIG || bytes[3] == BIG) {
            return Optional.of("the file is a BigTIFF, which is not read; save it as a usual TIFF or PNG");
        }
        try {
            return new TiffStructure(bytes).problem();
        } catch (IndexOutOfBoundsException _) {
            return cutOff(bytes);
        }
    }

    private Optional<String> problem() {
        int directory = file.getInt(4);
        int entries = Short.toUnsignedInt(file.getShort(directory));
        if (file.getInt(directory + 2 + 12 * entries) != 0) {
            return Optional.of("the TIFF holds more than one picture; save each by itself");
        }
        int strips = find(directory, entries, STRIP_OFFSETS, TILE_OFFSETS);
        int sizes = find(directory, entries, STRIP_BYTES, TILE_BYTES);
        if (strips < 0 || sizes < 0) {
            return Optional.of("the TIFF does not say where its pixels are");
        }
        for (int i = 0; i < file.getInt(strips + 4); i++) {
            if (value(strips, i) + value(sizes, i) > bytes.length) {
                return cutOff(bytes);
            }
        }
        return Optional.empty();
    }

    private int find(int directory, int entries, int tag, int other) {
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            int found = Short.toUnsignedInt(file.getShort(entry));
            if (found == tag || found == other) {
                return entry;
            }
        }
        return -1;
    }

    /** The i-th number of an entry; few small ones stand in the entry itself. */
    private long value(int entry, int i) {
        boolean small = Short.toUnsignedInt(file.getShort(entry + 2)) == SHORT;
        int width = small ? 2 : 4;
        int place = file.getInt(entry + 4) * width <= 4 ? entry + 8 : file.getInt(entry + 8);
        return small
                ? Short.toUnsignedLong(file.getShort(place + i * width))
                : Integer.toUnsignedLong(file.getInt(place + i * width));
    }

    private static Optional<String> cutOff(byte[] bytes) {
        return Optional.of("the TIFF is cut off after " + bytes.length + " bytes");
    }
}
