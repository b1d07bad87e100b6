package io.loupe.workers.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes zips, also such as nobody should. */
public final class Zip {
    private static final int SYMBOLIC_LINK = 0120777;
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes);

    Zip file(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return file(name, content);
    }

    Zip zeros(String name, int size) throws IOException {
        return file(name, new byte[size]);
    }

    public Zip file(String name, byte[] content) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTime(0);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
        return this;
    }

    Zip link(String name, String target) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(SYMBOLIC_LINK);
        out.putArchiveEntry(entry);
        out.write(target.getBytes(StandardCharsets.UTF_8));
        out.closeArchiveEntry();
        return this;
    }

    public byte[] bytes() throws IOException {
        out.finish();
        return bytes.toByteArray();
    }

    /** As if it had a password. */
    byte[] encrypted() throws IOException {
        byte[] zip = bytes();
        for (int i = 0; i + 10 < zip.length; i++) {
            if (mark(zip, i) == LOCAL) {
                zip[i + 6] |= 1;
            } else if (mark(zip, i) == CENTRAL) {
                zip[i + 8] |= 1;
            }
        }
        return zip;
    }

    /** As if it was packed in another way. */
    byte[] method(int method) throws IOException {
        byte[] zip = bytes();
        for (int i = 0; i + 12 < zip.length; i++) {
            if (mark(zip, i) == LOCAL) {
                zip[i + 8] = (byte) method;
            } else if (mark(zip, i) == CENTRAL) {
                zip[i + 10] = (byte) method;
            }
        }
        return zip;
    }

    private static int mark(byte[] zip, int at) {
        return zip[at] & 0xff | (zip[at + 1] & 0xff) << 8 | (zip[at + 2] & 0xff) << 16 | (zip[at + 3] & 0xff) << 24;
    }
}
