package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
    private static final String OWN = "-" + ProcessHandle.current().pid() + "-";

    @TempDir
    private Path cache;

    @Test
    void whatAKilledProcessLeftGoesWithTheNextFolder() throws Exception {
        Process killed = new ProcessBuilder("sleep", "60").start();
        killed.destroyForcibly().waitFor();

        try (ScratchFolder living = ScratchFolder.create(cache)) {
            Path left = left(living.path().getFileName().toString().replace(OWN, "-" + killed.pid() + "-"));
            try (ScratchFolder next = ScratchFolder.create(cache)) {
                assertThat(left).doesNotExist();
                assertThat(living.path()).as("of a process that lives").isDirectory();
                assertThat(next.path()).isDirectory();
            }
        }
        assertThat(cache.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void whereProcessNumbersMeanSomethingElseOnlyOldFoldersGo() throws IOException {
        Path elsewhere = left("evaluation-00000000-999999999-1");
        Path earlierVersion = left("evaluation-123456");
        Path old = left("evaluation-00000000-999999999-2");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));

        ScratchFolder.create(cache).close();

        assertThat(elsewhere).isDirectory();
        assertThat(earlierVersion).isDirectory();
        assertThat(old).doesNotExist();
    }

    private Path left(String name) throws IOException {
        Path folder =
                Files.createDirectories(cache.resolve("scratch").resolve(name).resolve("heat_maps"));
        Files.writeString(folder.resolve("000.png"), "half a picture");
        return folder.getParent();
    }
}
