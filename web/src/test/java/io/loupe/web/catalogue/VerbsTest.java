package io.loupe.web.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VerbsTest {
    @Test
    void theDocumentHasTheTableOfTheCode() throws IOException {
        Path file = Path.of("../docs/verbs.md");
        if (Boolean.getBoolean("loupe.write-docs")) {
            String text = Files.readString(file);
            int begin = text.indexOf("| a trial that is |");
            int end = text.indexOf("\n\n", begin);
            Files.writeString(file, text.substring(0, begin) + Verbs.table() + text.substring(end + 1));
        }

        assertThat(Files.readString(file)).contains(Verbs.table());
    }
}
