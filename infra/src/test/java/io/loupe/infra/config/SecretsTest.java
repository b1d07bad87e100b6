package io.loupe.infra.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    private Path directory;

    @Test
    void areMadeOnceAndReadableByTheirOwnerOnly() throws Exception {
        Path file = directory.resolve("secrets.properties");

        Secrets first = Secrets.loadOrCreate(file);
        Secrets second = Secrets.loadOrCreate(file);

        assertThat(second).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void differBetweenStacksAndAreNotPrinted() {
        Secrets one = Secrets.loadOrCreate(directory.resolve("one"));
        Secrets other = Secrets.loadOrCreate(directory.resolve("other"));

        assertThat(one.databasePassword())
                .isNotEqualTo(other.databasePassword())
                .hasSize(32);
        assertThat(one.toString()).doesNotContain(one.databasePassword());
    }
}
