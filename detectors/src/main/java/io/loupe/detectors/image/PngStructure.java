package io.loupe.detectors.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/** Whether a PNG is whole: every chunk is there with its checksum, up to the closing IEND (PNG specification, 5). */
final class PngStructure {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int OVERHEAD = 12; // length, name and checksum of a chunk

    private PngStructure() {}

    static boolean isPng(byte[] bytes) {
        return bytes.length >= SIGNATURE.length
                && Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    static Optional<String> problem(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int at = SIGNATURE.length;
        while (true) {
            if (bytes.length - at < OVERHEAD) {
                return Optional.of("the PNG is cut off after " + bytes.length + " bytes");
            }
            long length = Integer.toUnsignedLong(file.getInt(at));
            String name = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (length > bytes.length - at - OVERHEAD) {
                return Optional.of(
                        "the PNG is cut off after " + bytes.length + " bytes, in its " + printable(name) + " chunk");
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes, at + 4, (int) length + 4);
            if ((int) checksum.getValue() != file.getInt(at + 8 + (int) length)) {
                return Optional.of("the PNG is damaged: the checksum of its " + printable(name) + " chunk is wrong");
            }
            if (name.equals("IEND")) {
                return Optional.empty();
            }
            at += OVERHEAD + (int) length;
        }
    }

    private static String printable(String name) {
        return name.chars().allMatch(c -> c > 32 && c < 127) ? name : "unnamed";
    }
}
