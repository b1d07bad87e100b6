package io.loupe.infra.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Every path that one local stack uses, below {@code .loupe/} or {@code LOUPE_HOME}.
 *
 * @param directory absolute
 */
public record StackHome(Path directory) {

    /** Resolves {@code loupe.home}, by default {@code .loupe} beside the launcher script. */
    public static StackHome of(Settings settings, Installation installation) {
        Path directory = settings.get("loupe.home")
                .map(Path::of)
                .orElseGet(() -> installation.root().resolve(".loupe"));
        return new StackHome(directory.toAbsolutePath().normalize());
    }

    /** Creates the folders that are always needed. */
    public StackHome create() {
        try {
            Files.createDirectories(logs());
            Files.createDirectories(run());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory, e);
        }
        return this;
    }

    public Path stateFile() {
        return directory.resolve("stack.json");
    }

    public Path lockFile() {
        return directory.resolve("lock");
    }

    public Path secretsFile() {
        return directory.resolve("secrets.properties");
    }

    public Path settingsFile() {
        return directory.resolve("loupe.properties");
    }

    public Path logs() {
        return directory.resolve("logs");
    }

    /** Files that live as long as a process: ready files, process ids. */
    public Path run() {
        return directory.resolve("run");
    }

    public Path log(String service) {
        return logs().resolve(service + ".log");
    }

    public Path postgres() {
        return directory.resolve("postgres");
    }

    public Path objects() {
        return directory.resolve("objects");
    }

    public Path minio() {
        return directory.resolve("minio");
    }

    public Path temporal() {
        return directory.resolve("temporal");
    }

    public Path cache() {
        return directory.resolve("cache");
    }

    /** Weights that others trained, put here by people. */
    public Path weights() {
        return directory.resolve("weights");
    }

    public Path datasets() {
        return directory.resolve("datasets");
    }
}
