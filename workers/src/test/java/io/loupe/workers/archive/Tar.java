package io.loupe.workers.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes tars, also such as nobody should. */
public final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes);

    public Tar() {
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    /** Noise, which cannot be packed. */
    public Tar file(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return file(name, content);
    }

    Tar zeros(String name, int size) throws IOException {
        return file(name, new byte[size]);
    }

    public Tar file(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        put(entry);
        out.write(content);
        out.closeArchiveEntry();
        return this;
    }

    Tar folder(String name) throws IOException {
        put(new TarArchiveEntry(name, true));
        out.closeArchiveEntry();
        return this;
    }

    /** @param type as tar's headers have it */
    Tar special(String name, byte type, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(target);
        put(entry);
        out.closeArchiveEntry();
        return this;
    }

    /** Of nobody and no time, so that the same archive is the same bytes for everybody. */
    private void put(TarArchiveEntry entry) throws IOException {
        entry.setModTime(0);
        entry.setUserName("");
        out.putArchiveEntry(entry);
    }

    public byte[] bytes() throws IOException {
        out.finish();
        return bytes.toByteArray();
    }
}
