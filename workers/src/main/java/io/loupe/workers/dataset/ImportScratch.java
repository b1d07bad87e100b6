package io.loupe.workers.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for what an import unpacks; it goes when it is closed. One that a killed worker left is emptied first. */
record ImportScratch(Path path) implements AutoCloseable {
    static ImportScratch create(Path cache, String name) throws IOException {
        ImportScratch scratch = new ImportScratch(cache.resolve("imports").resolve(name));
        scratch.close();
        Files.createDirectories(scratch.path);
        return scratch;
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> files = Files.walk(path)) {
            inside = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : inside) {
            Files.deleteIfExists(file);
        }
    }
}
