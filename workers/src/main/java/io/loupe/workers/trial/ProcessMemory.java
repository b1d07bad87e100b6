package io.loupe.workers.trial;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Memory of this process, native memory included. */
final class ProcessMemory {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessMemory.class);
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

    /** Collects the whole heap: some ten milliseconds, as large arrays are not looked into. */
    static void collect() {
        System.gc();
    }

    /**
     * Gives free memory back to the system, the C library's too. Between the steps of a training large blocks are kept on
     * purpose (fresh pages are slow); a worker that waits for its next trial shall not hold what its largest one took.
     */
    static void giveBack() {
        collect();
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
        } catch (JMException unsupported) {
            LOG.debug("this system's C library keeps its free memory", unsupported);
        }
    }
}
