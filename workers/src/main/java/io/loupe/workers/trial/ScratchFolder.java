package io.loupe.workers.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loupe.tracking.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for files on their way to the bucket; it goes when it is closed. It is named after its process, so that the
 * next one finds what a killed process left: at once where process numbers mean the same, by its age elsewhere, since
 * containers and hosts may share a cache.
 */
record ScratchFolder(Path path) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    /** No evaluation takes so long. */
    private static final Duration LONGEST = Duration.ofDays(7);

    /** {@code evaluation-<where numbers mean the same>-<process number>-<chance>}. */
    private static final Pattern NAME = Pattern.compile("evaluation-([0-9a-f]{8})-([0-9]{1,18})-.*");

    static ScratchFolder create(Path cache) throws IOException {
        Path parent = Files.createDirectories(cache.resolve("scratch"));
        String numbering = numbering();
        List<Path> folders;
        try (Stream<Path> children = Files.list(parent)) {
            folders = children.toList();
        }
        for (Path folder : folders) {
            deleteIfLeft(folder, numbering);
        }
        long process = ProcessHandle.current().pid();
        return new ScratchFolder(Files.createTempDirectory(parent, "evaluation-" + numbering + "-" + process + "-"));
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    /** The boot of this machine, and the container on it. */
    private static String numbering() {
        try {
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            Path container = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
            return Sha256.of((boot + container).getBytes(UTF_8)).substring(0, 8);
        } catch (IOException e) {
            LOG.debug("no system that says so: what is left goes by its age", e);
            return "unknown";
        }
    }

    private static void deleteIfLeft(Path folder, String numbering) {
        try {
            Matcher name = NAME.matcher(folder.getFileName().toString());
            boolean gone = name.matches()
                    && name.group(1).equals(numbering)
                    && ProcessHandle.of(Long.parseLong(name.group(2))).isEmpty();
            FileTime limit = FileTime.from(Instant.now().minus(LONGEST));
            if (gone || Files.getLastModifiedTime(folder).compareTo(limit) < 0) {
                delete(folder);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} stays, though an evaluation that was killed has left it", folder, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> inside;
        try (Stream<Path> files = Files.walk(folder)) {
            inside = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : inside) {
            Files.deleteIfExists(file);
        }
    }
}
