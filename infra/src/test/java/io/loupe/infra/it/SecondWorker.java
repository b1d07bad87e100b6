package io.loupe.infra.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.loupe.infra.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A worker beside that of the launcher, on the same servers: as one of another version on another node. */
final class SecondWorker implements AutoCloseable {

    private final Process process;
    private final Path readyFile;
    private final Path log;

    /**
     * Returns once it asks for work.
     *
     * @param first whose program and environment it has
     * @param changed variables that it has otherwise
     */
    SecondWorker(ProcessIdentity first, Path directory, Map<String, String> changed) {
        this.readyFile = directory.resolve("second-worker.ready");
        this.log = directory.resolve("second-worker.log");
        Path proc = Path.of("/proc/" + first.pid());
        ProcessBuilder builder = new ProcessBuilder(words(proc.resolve("cmdline")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(words(proc.resolve("environ")).stream()
                        .map(word -> word.split("=", 2))
                        .collect(Collectors.toMap(word -> word[0], word -> word[1])));
        builder.environment().put("LOUPE_WORKER_READY_FILE", readyFile.toString());
        builder.environment().putAll(changed);
        try {
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(() -> Files.exists(readyFile) || !process.isAlive(), Duration.ofMinutes(1), this::printed);
        if (!process.isAlive()) {
            throw new AssertionError("ended at once:\n" + printed());
        }
    }

    /** The kernel ends each word with a zero. */
    private static List<String> words(Path file) {
        try {
            return Arrays.stream(Files.readString(file, UTF_8).split("\0"))
                    .filter(word -> !word.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as a service manager does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end when asked to:\n" + printed());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
