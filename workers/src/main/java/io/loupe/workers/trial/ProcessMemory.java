package io.loupe.workers.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process, native memory included. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/statm");
    private static final int PAGE_BYTES = 4096;

    private ProcessMemory() {}

    /** Resident bytes where the system tells, else what the Java heap holds. */
    static long resident() {
        try {
            String[] fields =
                    Files.readString(STATUS, StandardCharsets.US_ASCII).split(" ");
            return Long.parseLong(fields[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException elsewhere) {
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
