package io.loupe.infra.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process that can not be mistaken for a later one with the same number.
 *
 * @param pid process number
 * @param birth when it began: on Linux the boot's id and clock ticks since boot, which no change of the clock moves;
 *     elsewhere the instant
 */
public record ProcessIdentity(long pid, String birth) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    /** Fields of /proc/PID/stat after the command's closing bracket: state is the first, start time the twentieth. */
    private static final int START_TIME = 19;

    /** The identity of a running process, empty if there is none with that number (or only its remains). */
    public static Optional<ProcessIdentity> of(long pid) {
        return birth(pid).map(birth -> new ProcessIdentity(pid, birth));
    }

    /** This launcher's own. */
    public static ProcessIdentity self() {
        long pid = ProcessHandle.current().pid();
        return of(pid).orElseThrow(() -> new IllegalStateException("no such process: " + pid));
    }

    /** True if exactly this process still runs. */
    public boolean alive() {
        return birth(pid).filter(birth::equals).isPresent();
    }

    /** A handle while {@link #alive()}. */
    public Optional<ProcessHandle> handle() {
        return alive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    private static Optional<String> birth(long pid) {
        if (Files.isReadable(BOOT_ID)) {
            return linuxBirth(pid);
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(Object::toString);
    }

    private static Optional<String> linuxBirth(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            boolean remains = fields.getFirst().equals("Z") || fields.getFirst().equals("X");
            return remains
                    ? Optional.empty()
                    : Optional.of(Files.readString(BOOT_ID).strip() + ":" + fields.get(START_TIME));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
