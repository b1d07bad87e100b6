package io.loupe.workers.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What an archive is, by its first bytes; names say nothing. */
enum ArchiveFormat {
    ZIP("PK\u0003\u0004", "zip"),
    EMPTY_ZIP("PK\u0005\u0006", "empty zip"),
    GZIP("\u001f\u008b", "gzip"),
    XZ("\u00fd7zXZ\0", "xz"),
    BZIP2("BZh", "bzip2"),
    TAR("", "tar"),
    SEVEN_ZIP("7z\u00bc\u00af\u0027\u001c", "7z"),
    RAR("Rar!", "rar"),
    ZSTD("\u0028\u00b5\u002f\u00fd", "zstd"),
    OTHER("", "none that is known");

    private static final int TAR_MARK = 257;
    private static final int HEAD = 512;

    private final byte[] magic;
    private final String word;

    ArchiveFormat(String magic, String word) {
        this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
        this.word = word;
    }

    String word() {
        return word;
    }

    static ArchiveFormat of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(HEAD);
            for (ArchiveFormat format : values()) {
                int length = format.magic.length;
                if (length > 0 && head.length >= length && Arrays.equals(head, 0, length, format.magic, 0, length)) {
                    return format;
                }
            }
            boolean tar =
                    head.length == HEAD && new String(head, TAR_MARK, 5, StandardCharsets.ISO_8859_1).equals("ustar");
            return tar ? TAR : OTHER;
        }
    }
}
