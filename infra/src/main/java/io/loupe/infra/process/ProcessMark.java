package io.loupe.infra.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two variables in the environment of every process that a launcher starts. What those start inherits them, so that on Linux
 * all of it is found again in {@code /proc}, also what nobody wrote down: a launcher was killed before it could, or a child
 * outlived its parent. Elsewhere nothing is found.
 *
 * @param stack the stack's folder, absolute
 * @param part which part of it, such as {@code mlflow}
 */
public record ProcessMark(Path stack, String part) {

    private static final String STACK = "LOUPE_STACK";
    private static final String PART = "LOUPE_PART";
    private static final Path PROCESSES = Path.of("/proc");

    public ProcessMark {
        requireNonNull(stack, "stack is null");
        requireNonNull(part, "part is null");
    }

    /** The variables. */
    public Map<String, String> environment() {
        return Map.of(STACK, stack.toString(), PART, part);
    }

    /** {@code spec} with this mark. */
    public ProcessSpec on(ProcessSpec spec) {
        Map<String, String> environment = new LinkedHashMap<>(spec.environment());
        environment.putAll(environment());
        return new ProcessSpec(spec.command(), environment, spec.directory(), spec.log());
    }

    /** Processes that carry exactly this mark; never the caller itself. */
    public List<ProcessIdentity> running() {
        return of(stack).stream()
                .filter(found -> found.part.equals(part))
                .map(Marked::identity)
                .toList();
    }

    /**
     * A process found by its mark.
     *
     * @param identity number and birth
     * @param part the part it belongs to
     */
    public record Marked(ProcessIdentity identity, String part) {}

    /** All processes of the stack in {@code stack}, whatever part they belong to; never the caller itself. */
    public static List<Marked> of(Path stack) {
        if (!Files.isDirectory(PROCESSES)) {
            return List.of();
        }
        String wanted = STACK + "=" + stack;
        List<Marked> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROCESSES)) {
            for (Path entry : entries.toList()) {
                number(entry)
                        .filter(pid -> pid != ProcessHandle.current().pid())
                        .ifPresent(pid -> marked(pid, wanted).ifPresent(found::add));
            }
        } catch (IOException e) {
            return found; // what is not readable is not ours
        }
        return found;
    }

    /** Asks everything of the stack in {@code stack} to end, and kills what still runs after {@code grace}. */
    public static List<Marked> end(Path stack, Duration grace) {
        List<Marked> found = of(stack);
        ProcessEnding.endAll(found.stream().map(Marked::identity).toList(), grace);
        return found;
    }

    private static Optional<Long> number(Path entry) {
        try {
            return Optional.of(Long.parseLong(entry.getFileName().toString()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Marked> marked(long pid, String wanted) {
        // The identity first: a number that changes hands in between then names a process that is gone.
        Optional<ProcessIdentity> identity = ProcessIdentity.of(pid);
        if (identity.isEmpty()) {
            return Optional.empty();
        }
        List<String> variables;
        try {
            byte[] bytes = Files.readAllBytes(PROCESSES.resolve(pid + "/environ"));
            variables = List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1)); // need not be text
        } catch (IOException e) {
            return Optional.empty(); // ended meanwhile, or another user's
        }
        if (!variables.contains(wanted)) {
            return Optional.empty();
        }
        String part = variables.stream()
                .filter(variable -> variable.startsWith(PART + "="))
                .map(variable -> variable.substring(PART.length() + 1))
                .findFirst()
                .orElse("?");
        return Optional.of(new Marked(identity.get(), part));
    }
}
