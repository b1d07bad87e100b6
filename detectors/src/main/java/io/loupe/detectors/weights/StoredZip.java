package io.loupe.detectors.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A zip file whose entries are stored as they are, as PyTorch writes them. Nothing is ever decompressed, so an entry is
 * never larger than the file. Read by its central directory; format: PKWARE's APPNOTE, sections 4.3.7, 4.3.12, 4.3.16.
 */
final class StoredZip {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int LOCAL_SIZE = 30;
    private static final int CENTRAL_SIZE = 46;
    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 0xffff;

    private final ByteBuffer file;
    private final String what;
    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(int method, int crc, long size, long stored, long localHeader) {}

    StoredZip(byte[] file, String what) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        this.what = what;
        readDirectory();
    }

    static boolean begins(byte[] file) {
        return file.length > 4
                && ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(0) == LOCAL;
    }

    Set<String> names() {
        return entries.keySet();
    }

    /** An entry's bytes, whose checksum was right. */
    Optional<ByteBuffer> bytes(String name) {
        return Optional.ofNullable(entries.get(name)).map(entry -> bytes(name, entry));
    }

    private ByteBuffer bytes(String name, Entry entry) {
        String shown = UnusableFile.shown(name);
        if (entry.method() != 0 || entry.size() != entry.stored()) {
            throw UnusableFile.refused(what, shown + " is compressed, which PyTorch never does");
        }
        int header = within(entry.localHeader(), LOCAL_SIZE, shown);
        if (file.getInt(header) != LOCAL) {
            throw UnusableFile.damaged(what, shown + " is not where the directory says");
        }
        long start = (long) header + LOCAL_SIZE + unsigned(header + 26) + unsigned(header + 28);
        ByteBuffer bytes = file.slice(within(start, entry.size(), shown), (int) entry.size());
        CRC32 crc = new CRC32();
        crc.update(bytes.duplicate());
        if ((int) crc.getValue() != entry.crc()) {
            throw UnusableFile.damaged(what, shown + " has another checksum than the directory says");
        }
        return bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    private void readDirectory() {
        int end = end();
        int count = unsigned(end + 10);
        long at = Integer.toUnsignedLong(file.getInt(end + 16));
        for (int i = 0; i < count; i++) {
            int header = within(at, CENTRAL_SIZE, "its directory");
            if (file.getInt(header) != CENTRAL) {
                throw UnusableFile.damaged(what, "its directory ends after " + i + " of " + count + " entries");
            }
            int nameLength = unsigned(header + 28);
            byte[] name = new byte[nameLength];
            file.get(within((long) header + CENTRAL_SIZE, nameLength, "its directory"), name);
            Entry entry = new Entry(
                    unsigned(header + 10),
                    file.getInt(header + 16),
                    Integer.toUnsignedLong(file.getInt(header + 24)),
                    Integer.toUnsignedLong(file.getInt(header + 20)),
                    Integer.toUnsignedLong(file.getInt(header + 42)));
            if (entries.put(new String(name, StandardCharsets.UTF_8), entry) != null) {
                throw UnusableFile.damaged(what, "its directory lists an entry twice");
            }
            at = (long) header + CENTRAL_SIZE + nameLength + unsigned(header + 30) + unsigned(header + 32);
        }
    }

    private int end() {
        int first = Math.max(0, file.capacity() - END_SIZE - LONGEST_COMMENT);
        for (int at = file.capacity() - END_SIZE; at >= first; at--) {
            if (file.getInt(at) == END) {
                return at;
            }
        }
        throw UnusableFile.damaged(what, "its zip directory is missing (file is cut off)");
    }

    private int within(long start, long length, String shown) {
        if (start > file.capacity() || length > file.capacity() - start) {
            throw UnusableFile.damaged(what, shown + " lies outside the file (file is cut off)");
        }
        return (int) start;
    }

    private int unsigned(int at) {
        return Short.toUnsignedInt(file.getShort(at));
    }
}
