package io.loupe.workers.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Writes entries into a folder that nothing else writes to, so that no link can lead out of it; counts as it goes. */
final class Unpacking {
    private static final int NAME_BYTES = 255;
    private static final int DEPTH = 32;
    private static final long RESERVE = 256L << 20;
    private static final int BUFFER = 1 << 16;
    private static final int SHOWN = 120;

    private final Path folder;
    private final long packed;
    private final ArchiveLimits limits;
    private final byte[] buffer = new byte[BUFFER];
    private int entries;
    private int files;
    private long bytes;

    Unpacking(Path folder, long packed, ArchiveLimits limits) {
        this.folder = folder;
        this.packed = packed;
        this.limits = limits;
    }

    void folder(String name) throws ArchiveException, IOException {
        count();
        Path target = target(name);
        requireFolders(name, target);
        Files.createDirectories(target);
    }

    /** @param content is read to its end, and not closed */
    void file(String name, InputStream content) throws ArchiveException, IOException {
        count();
        Path target = target(name);
        if (target.equals(folder)) {
            throw new ArchiveException(quoted(name) + " is no name of a file; make the archive again");
        }
        requireFolders(name, target.getParent());
        if (Files.exists(target)) {
            throw new ArchiveException(quoted(name) + " is in the archive twice; make it again");
        }
        Files.createDirectories(target.getParent());
        requireSpace();
        try (OutputStream out = new Written(target)) {
            copy(name, content, out);
        } catch (FileSystemException disk) {
            throw new ArchiveException("the worker's disk took no more of " + quoted(name) + " (" + disk.getReason()
                    + "); free some space or mend it, then import again");
        }
        files++;
    }

    void requireSomething() throws ArchiveException {
        if (files == 0) {
            throw new ArchiveException("the archive holds no file");
        }
    }

    static ArchiveException link(String name) {
        return new ArchiveException(
                quoted(name) + " is a link; archives with links are not unpacked: put the files themselves in");
    }

    static String quoted(String name) {
        StringBuilder shown = new StringBuilder("\"");
        name.chars()
                .limit(SHOWN)
                .forEach(c -> shown.append(Character.isISOControl(c) ? String.format("\\u%04x", c) : (char) c + ""));
        return shown.append(name.length() > SHOWN ? "...\"" : "\"").toString();
    }

    private void count() throws ArchiveException {
        if (++entries > limits.entries()) {
            throw new ArchiveException("the archive holds more than " + limits.entries()
                    + " files and folders; import its categories one by one");
        }
    }

    private void copy(String name, InputStream content, OutputStream out) throws ArchiveException, IOException {
        long size = 0;
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            size += read;
            bytes += read;
            if (size > limits.fileBytes()) {
                throw new ArchiveException(quoted(name) + " has more than " + text(limits.fileBytes())
                        + " unpacked, more than any picture that is read; leave it out");
            }
            if (bytes > limits.bytes()) {
                throw new ArchiveException("the archive holds more than " + text(limits.bytes())
                        + " unpacked; import its categories one by one");
            }
            if (bytes > Math.min(ArchiveLimits.SMALL, limits.bytes() / 2) && bytes / limits.ratio() > packed) {
                throw new ArchiveException("the archive of " + text(packed) + " unpacks to more than " + limits.ratio()
                        + " times its size, as no pictures do; a dataset's archive does not");
            }
            out.write(buffer, 0, read);
        }
    }

    /** Where an entry goes; always inside the folder. */
    private Path target(String name) throws ArchiveException {
        if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
            throw new ArchiveException(
                    quoted(name) + " is an absolute path; make the archive from inside the dataset's folder");
        }
        if (name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
            throw new ArchiveException(
                    quoted(name) + " has a backslash or a zero in its name; make the archive with / between folders");
        }
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                throw new ArchiveException(quoted(name)
                        + " leads out of the archive's folder; make the archive from inside the dataset's" + " folder");
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
                throw new ArchiveException(
                        quoted(name) + " has a name of more than " + NAME_BYTES + " bytes; shorten it");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.size() > DEPTH) {
            throw new ArchiveException(quoted(name) + " lies more than " + DEPTH + " folders deep; flatten it");
        }
        Path target = folder.resolve(String.join("/", parts)).normalize();
        if (!target.startsWith(folder)) {
            throw new ArchiveException(quoted(name) + " leads out of the archive's folder");
        }
        return target;
    }

    private void requireFolders(String name, Path path) throws ArchiveException {
        for (Path each = path; each.startsWith(folder); each = each.getParent()) {
            if (Files.exists(each) && !Files.isDirectory(each)) {
                throw new ArchiveException(
                        quoted(name) + " needs a folder where the archive has a file; make it again");
            }
        }
    }

    private void requireSpace() throws ArchiveException, IOException {
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < RESERVE) {
            throw new ArchiveException("the worker's disk has " + text(usable) + " left; free some, then import again");
        }
    }

    private static String text(long bytes) {
        return bytes >= 1L << 30
                ? (bytes >> 30) + " GiB"
                : bytes >= 1L << 20
                        ? (bytes >> 20) + " MiB"
                        : bytes >= 1L << 10 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }

    /** A file of ours: that it cannot be written says nothing about the archive that is read at the same time. */
    private static final class Written extends FilterOutputStream {
        private final Path file;

        Written(Path file) throws IOException {
            super(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private FileSystemException failed(IOException e) {
            FileSystemException failed = new FileSystemException(file.toString(), null, e.getMessage());
            failed.initCause(e);
            return failed;
        }
    }
}
