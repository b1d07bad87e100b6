package io.loupe.workers.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** An archive on disk, to be unpacked into an empty folder. */
public final class Archive {
    /** Hears how far it is; what it throws ends the unpacking. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Tells after each entry.
         *
         * @param read bytes of the archive
         * @param total bytes of the archive
         */
        void at(long read, long total);
    }

    /** More memory than any preset of xz needs to unpack; a made-up dictionary could ask for 4 GiB. */
    private static final int XZ_KIB = 128 << 10;

    private static final int BUFFER = 1 << 16;
    private static final String AGAIN = "make or fetch it again";

    private final Path file;
    private final ArchiveLimits limits;
    private final Progress progress;

    /** @param progress hears how far it is */
    public Archive(Path file, ArchiveLimits limits, Progress progress) {
        this.file = file;
        this.limits = limits;
        this.progress = progress;
    }

    /**
     * Unpacks everything, or throws and leaves a part, which is the caller's to delete.
     *
     * @param folder an empty folder
     * @throws ArchiveException if it is no archive, is damaged, is too large or holds what must not be unpacked
     */
    public void unpack(Path folder) throws ArchiveException, IOException {
        long size = Files.size(file);
        Unpacking unpacking = new Unpacking(folder, size, limits);
        ArchiveFormat format = ArchiveFormat.of(file);
        switch (format) {
            case ZIP -> zip(unpacking, size);
            case GZIP, XZ, BZIP2, TAR -> tar(format, unpacking, size);
            case EMPTY_ZIP -> throw new ArchiveException("the archive is empty");
            case SEVEN_ZIP, RAR, ZSTD ->
                throw new ArchiveException(
                        format.word() + " archives are not unpacked; make a zip or a tar of its content");
            case OTHER ->
                throw new ArchiveException(
                        size == 0
                                ? "the file is empty; " + AGAIN
                                : "neither a zip nor a tar (.tar, .tar.gz, .tar.xz, .tar.bz2), whatever its name"
                                        + " says; make one of the dataset's folder");
        }
        unpacking.requireSomething();
    }

    private void zip(Unpacking unpacking, long size) throws ArchiveException, IOException {
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
            long read = 0;
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                String name = entry.getName();
                if (entry.isUnixSymlink()) {
                    throw Unpacking.link(name);
                }
                if (entry.getGeneralPurposeBit().usesEncryption()) {
                    throw new ArchiveException(
                            Unpacking.quoted(name) + " is encrypted; make the archive without a password");
                }
                if (!zip.canReadEntryData(entry)) {
                    throw new ArchiveException(Unpacking.quoted(name)
                            + " is packed in a way that is not known; make the archive with usual compression");
                }
                if (entry.isDirectory()) {
                    unpacking.folder(name);
                } else {
                    zipFile(zip, entry, unpacking);
                }
                read += Math.max(0, entry.getCompressedSize());
                progress.at(Math.min(read, size), size);
            }
        } catch (IOException e) {
            throw known(ArchiveFormat.ZIP, e);
        }
    }

    private void zipFile(ZipFile zip, ZipArchiveEntry entry, Unpacking unpacking) throws ArchiveException, IOException {
        CRC32 checksum = new CRC32();
        try (InputStream content = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
            unpacking.file(entry.getName(), content);
        }
        if (entry.getCrc() >= 0 && checksum.getValue() != entry.getCrc()) {
            throw new ArchiveException(
                    "the zip is damaged: the checksum of " + Unpacking.quoted(entry.getName()) + " is wrong; " + AGAIN);
        }
    }

    private void tar(ArchiveFormat format, Unpacking unpacking, long size) throws ArchiveException, IOException {
        try (Counted counted = new Counted(Files.newInputStream(file));
                InputStream plain = decompressed(format, new BufferedInputStream(counted, BUFFER));
                TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                if (entry.isSymbolicLink() || entry.isLink()) {
                    throw Unpacking.link(name);
                }
                if (entry.isDirectory()) {
                    unpacking.folder(name);
                } else if (isPlainFile(entry) && !entry.isSparse()) {
                    unpacking.file(name, tar);
                } else {
                    throw new ArchiveException(Unpacking.quoted(name)
                            + " is neither a file nor a folder (a device, a pipe or a sparse file); leave it out");
                }
                progress.at(Math.min(counted.read, size), size);
            }
        } catch (IOException e) {
            throw known(format, e);
        }
    }

    private static InputStream decompressed(ArchiveFormat format, InputStream in) throws IOException {
        return switch (format) {
            case GZIP ->
                GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get();
            case XZ -> new XZCompressorInputStream(in, true, XZ_KIB);
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case TAR, ZIP, EMPTY_ZIP, SEVEN_ZIP, RAR, ZSTD, OTHER -> in;
        };
    }

    /** Failures of our own disk pass as they are; all others are the archive's. */
    private static IOException known(ArchiveFormat format, IOException e) throws ArchiveException {
        if (e instanceof java.nio.file.FileSystemException disk) {
            return disk;
        }
        throw damaged(format);
    }

    private static ArchiveException damaged(ArchiveFormat format) {
        return new ArchiveException("the " + format.word() + " archive is cut off or damaged; " + AGAIN);
    }

    /** Plain content; all else that tar knows, and what it may come to know, is not unpacked. */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        byte type = entry.getLinkFlag();
        return type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM || type == TarConstants.LF_CONTIG;
    }

    /** Counts what was read of the file. */
    private static final class Counted extends java.io.FilterInputStream {
        private long read;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            read += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            read += Math.max(0, count);
            return count;
        }
    }
}
