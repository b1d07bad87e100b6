package io.loupe.infra.process;

import io.loupe.infra.LauncherException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Ends processes: first asks, then insists; never touches one whose identity differs from the recorded one. */
public final class ProcessEnding {

    private static final Duration POLL = Duration.ofMillis(20);

    /** The signal that asks a server to end. */
    public enum Request {
        TERMINATE("-TERM"),
        /** PostgreSQL's "fast shutdown": ends its clients' sessions instead of waiting for them. */
        INTERRUPT("-INT");

        private final String option;

        Request(String option) {
            this.option = option;
        }
    }

    private ProcessEnding() {}

    /**
     * Asks {@code process} to end, waits, then kills it and everything it had started.
     *
     * @param process the leader
     * @param children recorded earlier; those found now are added
     * @param grace time it has to end by itself
     * @return true if it ended without being killed
     */
    public static boolean end(
            ProcessIdentity process, Collection<ProcessIdentity> children, Request request, Duration grace) {
        Set<ProcessIdentity> all = new LinkedHashSet<>();
        all.add(process);
        all.addAll(children);
        all.addAll(descendants(process));

        boolean asked = process.alive();
        if (asked) {
            signal(process, request.option);
        }
        boolean gentle = await(all, grace);
        all.addAll(descendants(process)); // what it started while it was asked to end
        for (ProcessIdentity one : all) {
            one.handle().ifPresent(ProcessHandle::destroyForcibly);
        }
        await(all, Duration.ofSeconds(5));
        return gentle;
    }

    /** Asks all of {@code processes} to end and kills those that still run after {@code grace}. */
    public static void endAll(Collection<ProcessIdentity> processes, Duration grace) {
        processes.stream().filter(ProcessIdentity::alive).forEach(one -> signal(one, Request.TERMINATE.option));
        await(processes, grace);
        kill(processes);
    }

    /** Kills at once those of {@code processes} that still run. */
    public static void kill(Collection<ProcessIdentity> processes) {
        processes.forEach(one -> one.handle().ifPresent(ProcessHandle::destroyForcibly));
        await(processes, Duration.ofSeconds(5));
    }

    /** Everything that {@code process} has started and that still runs. */
    public static List<ProcessIdentity> descendants(ProcessIdentity process) {
        return process.handle().stream()
                .flatMap(ProcessHandle::descendants)
                .flatMap(handle -> ProcessIdentity.of(handle.pid()).stream())
                .toList();
    }

    /**
     * Sends a signal.
     *
     * @param option as the program {@code kill} has it, such as {@code -STOP}
     */
    public static void signal(ProcessIdentity process, String option) {
        try {
            new ProcessBuilder("kill", option, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LauncherException("the program kill is missing: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until none of {@code processes} runs; true if so within {@code limit}. */
    public static boolean await(Collection<ProcessIdentity> processes, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (processes.stream().anyMatch(ProcessIdentity::alive)) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
