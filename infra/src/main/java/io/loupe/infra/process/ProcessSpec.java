package io.loupe.infra.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How to start a process.
 *
 * @param command program and arguments
 * @param environment added to this process's own, which is first rid of what would mislead a server
 * @param directory where it runs
 * @param log file that takes what it prints; appended
 */
public record ProcessSpec(List<String> command, Map<String, String> environment, Path directory, Path log) {

    private static final long LOG_LIMIT = 20L << 20;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        requireNonNull(directory, "directory is null");
        requireNonNull(log, "log is null");
    }

    /**
     * Starts it in a session of its own where the system can: Ctrl-C in the terminal then reaches the launcher alone, which
     * ends its processes in order.
     *
     * @throws IOException if the program is missing or can not be run
     */
    public Process start() throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> words = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            words.add(SETSID.toString());
        }
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Inherited.clean(builder.environment());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
