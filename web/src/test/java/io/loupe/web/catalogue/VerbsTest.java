package io.loupe.web.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VerbsTest {
    @Test
    void theDocumentHasTheTableOfTheCode() throws IOException {
        assertThat(Files.readString(Path.of("../docs/verbs.md")))
                .as("docs/verbs.md is written by running VerbsDocument on the test class path")
                .contains(Verbs.table());
    }
}
