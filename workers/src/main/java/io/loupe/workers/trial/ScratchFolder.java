package io.loupe.workers.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for files on their way to the bucket; it goes when it is closed. */
record ScratchFolder(Path path) implements AutoCloseable {
    static ScratchFolder create(Path cache) throws IOException {
        Path parent = Files.createDirectories(cache.resolve("scratch"));
        return new ScratchFolder(Files.createTempDirectory(parent, "evaluation-"));
    }

    @Override
    public void close() throws IOException {
        List<Path> inside;
        try (Stream<Path> files = Files.walk(path)) {
            inside = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : inside) {
            Files.deleteIfExists(file);
        }
    }
}
