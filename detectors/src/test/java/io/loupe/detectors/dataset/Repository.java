package io.loupe.detectors.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the checkout lies, and real data beside it. */
public final class Repository {
    private Repository() {}

    /** The folder that holds {@code mvnw}, found by walking up from the working directory. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /**
     * A file below {@code shared/data}: that folder is given by {@code LOUPE_SHARED_DATA} (environment or system
     * property), or lies beside the checkout or beside one of the folders above it. It is no part of the repository.
     */
    public static Optional<Path> sharedData(String file) {
        String given = System.getProperty("LOUPE_SHARED_DATA", System.getenv("LOUPE_SHARED_DATA"));
        if (given != null) {
            return Optional.of(Path.of(given, file)).filter(Files::exists);
        }
        for (Path folder = root(); folder != null; folder = folder.getParent()) {
            Path found = folder.resolve("shared/data").resolve(file);
            if (Files.exists(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
