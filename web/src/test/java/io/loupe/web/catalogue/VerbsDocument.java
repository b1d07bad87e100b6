package io.loupe.web.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the table of {@link Verbs} into {@code docs/verbs.md}. */
final class VerbsDocument {
    private VerbsDocument() {}

    /** @param arguments the document */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        String text = Files.readString(file);
        int begin = text.indexOf("| a trial that is |");
        int end = text.indexOf("\n\n", begin);
        Files.writeString(file, text.substring(0, begin) + Verbs.table() + text.substring(end + 1));
    }
}
