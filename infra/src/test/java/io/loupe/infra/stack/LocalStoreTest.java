package io.loupe.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.LauncherException;
import io.loupe.infra.config.StackHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStoreTest {
    private static final Optional<Path> FOUND = Optional.of(Path.of("/opt/minio"));

    @TempDir
    private Path folder;

    @Test
    void aNewStackTakesMinioWhereItIsFound() {
        assertThat(LocalStore.minio(home(), FOUND)).isEqualTo(FOUND);
        assertThat(LocalStore.minio(home(), Optional.empty())).isEmpty();
    }

    @Test
    void aStackWithItsObjectsInTheFolderStaysThere() throws IOException {
        Files.createDirectories(home().objects());

        assertThat(LocalStore.minio(home(), FOUND)).isEmpty();
    }

    @Test
    void aStackWhoseMinioIsGoneIsNotStartedOnAnEmptyStore() throws IOException {
        Files.createDirectories(home().minio());

        assertThat(LocalStore.minio(home(), FOUND)).isEqualTo(FOUND);
        assertThatThrownBy(() -> LocalStore.minio(home(), Optional.empty()))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining(home().minio().toString())
                .hasMessageContaining("LOUPE_HOME");
    }

    private StackHome home() {
        return new StackHome(folder);
    }
}
