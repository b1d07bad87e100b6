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
 * @param niceness how far it stands back for others when processors are short: 0 as far as the launcher, at most 19
 */
public record ProcessSpec(
        List<String> command, Map<String, String> environment, Path directory, Path log, int niceness) {

    private static final long LOG_LIMIT = 20L << 20;
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final int MOST_NICE = 19;

    /**
     * Where Linux groups processes by session, a process's niceness counts within its session only and the session has one of
     * its own, which is set here from within.
     */
    private static final String NICELY = "{ echo %1$d > /proc/self/autogroup; } 2> /dev/null; exec nice -n %1$d \"$@\"";

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        requireNonNull(directory, "directory is null");
        requireNonNull(log, "log is null");
        if (niceness < 0 || niceness > MOST_NICE) {
            throw new IllegalArgumentException("niceness is not in 0 to " + MOST_NICE + ": " + niceness);
        }
    }

    /** One that stands back for nobody. */
    public ProcessSpec(List<String> command, Map<String, String> environment, Path directory, Path log) {
        this(command, environment, directory, log, 0);
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
        ProcessBuilder builder = new ProcessBuilder(words())
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Inherited.clean(builder.environment());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            words.add(SETSID.toString());
            if (niceness > 0) {
                words.addAll(List.of("sh", "-c", NICELY.formatted(niceness), "sh"));
            }
        } else if (niceness > 0) {
            words.addAll(List.of("nice", "-n", Integer.toString(niceness)));
        }
        words.addAll(command);
        return words;
    }
}
