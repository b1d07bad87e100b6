package io.loupe.infra.service;

import io.loupe.infra.LauncherException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks the PostgreSQL that comes as a jar on the class path. */
final class PostgresBinaries {

    private static final int OWNER_EXECUTE = 0100;

    private final Path parent;

    /** @param parent folder that takes one folder for each version */
    PostgresBinaries(Path parent) {
        this.parent = parent;
    }

    /**
     * The folder with {@code bin/postgres}, unpacked if it is not there.
     *
     * @throws LauncherException if there is none for this kind of machine
     */
    Path ensure() throws IOException {
        URL archive = PostgresBinaries.class.getResource("/" + archiveName());
        if (archive == null) {
            throw new LauncherException("no PostgreSQL for this kind of machine (" + archiveName()
                    + ") is packed with Loupe; start one yourself and set LOUPE_DATABASE_URL,"
                    + " LOUPE_DATABASE_USERNAME and LOUPE_DATABASE_PASSWORD");
        }
        // The archive's size tells versions apart without reading it.
        Path target = parent.resolve("server-" + archive.openConnection().getContentLengthLong());
        if (!Files.isDirectory(target)) {
            Path next = parent.resolve("server.next");
            deleteTree(next);
            Files.createDirectories(next);
            try (InputStream stream = archive.openStream()) {
                unpack(stream, next);
            }
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
        }
        return target;
    }

    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        String name = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : "linux";
        String processor =
                switch (machine) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> machine;
                };
        return "postgres-" + name + "-" + processor + ".txz";
    }

    private static void unpack(InputStream stream, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(stream))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, target.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    boolean program = (entry.getMode() & OWNER_EXECUTE) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
