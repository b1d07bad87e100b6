package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.state.ProcessRecord;
import io.loupe.infra.state.StackFile;
import io.loupe.infra.state.StackRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The script {@code ./loupe} as a person runs it, with a home of its own. */
final class Launcher {

    /** What a finished command left. */
    record Result(int code, String output) {}

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(15);

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private Process foreground;

    Launcher(Path home) {
        this.home = home;
        environment.put("LOUPE_HOME", home.toString());
        environment.put("LOUPE_BUILD", "never");
    }

    Launcher with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Path home() {
        return home;
    }

    /** Runs a command to its end. */
    Result run(String... arguments) {
        try {
            Path output = Files.createTempFile("loupe", ".out");
            Process process = start(output, arguments);
            if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "./loupe " + String.join(" ", arguments) + " did not end:\n" + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Starts {@code up} with options and returns once it says that it is ready. */
    void up(String... options) {
        List<String> arguments = new ArrayList<>(List.of("up"));
        arguments.addAll(List.of(options));
        try {
            Files.deleteIfExists(output());
            Files.createDirectories(home);
            foreground = start(output(), arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(
                () -> printed().contains("ready in") || !foreground.isAlive(), Duration.ofMinutes(5), this::printed);
        assertThat(printed()).contains("ready in");
    }

    /** What {@code up} has printed so far. */
    String printed() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of a service's log; nothing if it has none. */
    String lastLines(String service, int lines) {
        try {
            List<String> log = Files.readAllLines(home.resolve("logs").resolve(service + ".log"));
            return String.join("\n", log.subList(Math.max(0, log.size() - lines), log.size()));
        } catch (IOException e) {
            return "";
        }
    }

    StackRecord stack() {
        return new StackFile(home.resolve("stack.json")).read();
    }

    ProcessRecord process(String service) {
        return stack().process(service).orElseThrow();
    }

    /** Kills a service with signal 9. */
    ProcessIdentity kill(String service) {
        ProcessIdentity identity = process(service).identity();
        identity.handle().orElseThrow().destroyForcibly();
        return identity;
    }

    /** Waits until {@code service} runs and is ready as another process than {@code earlier}. */
    void awaitRestart(String service, ProcessIdentity earlier, Duration limit) {
        Await.until(
                () -> stack().process(service)
                        .filter(now -> !now.identity().equals(earlier) && now.ready())
                        .isPresent(),
                limit,
                this::printed);
    }

    /** Kills the launcher itself with signal 9. */
    void killLauncher() throws InterruptedException {
        foreground.destroyForcibly().waitFor();
    }

    /** Ends everything, however the test went. */
    void down() {
        run("down");
    }

    JsonNode status() {
        Result result = run("status", "--json");
        try {
            return new ObjectMapper().readTree(result.output());
        } catch (IOException e) {
            throw new AssertionError(result.output(), e);
        }
    }

    private Path output() {
        return home.resolve("launcher.out");
    }

    private Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("loupe").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
