package io.loupe.detectors.dataset;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Unpacks plain ustar archives. */
public final class Tar {
    private static final int BLOCK = 512;

    private Tar() {}

    public static void unpack(Path archive, Path folder) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(archive))) {
            byte[] header = new byte[BLOCK];
            while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                Path path = folder.resolve(text(header, 0, 100));
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                byte[] content = in.readNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
                if (header[156] == '5') {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.write(path, Arrays.copyOf(content, size));
                }
            }
        }
    }

    private static String text(byte[] header, int from, int length) {
        String field = new String(header, from, length, StandardCharsets.US_ASCII);
        int end = field.indexOf(0);
        return end < 0 ? field : field.substring(0, end);
    }
}
