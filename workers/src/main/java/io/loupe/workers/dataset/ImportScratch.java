package io.loupe.workers.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for what an import unpacks; it goes when it is closed. Each attempt has one of its own, since an attempt that
 * was given up may still run; what a killed worker left is deleted once no attempt can be using it.
 */
record ImportScratch(Path path) implements AutoCloseable {
    /** An attempt of an import ends by then (see the import workflow's timeout). */
    private static final Duration LONGEST = Duration.ofDays(2);

    static ImportScratch create(Path cache, String name) throws IOException {
        Path parent = Files.createDirectories(cache.resolve("imports"));
        FileTime limit = FileTime.from(Instant.now().minus(LONGEST));
        List<Path> left;
        try (Stream<Path> children = Files.list(parent)) {
            left = children.toList();
        }
        for (Path each : left) {
            if (Files.exists(each) && Files.getLastModifiedTime(each).compareTo(limit) < 0) {
                delete(each);
            }
        }
        return new ImportScratch(Files.createTempDirectory(parent, name + "-"));
    }

    @Override
    public void close() throws IOException {
        delete(path);
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
