package io.loupe.infra.process;

import java.io.IOException;

/** A process that does one thing and ends: making files, installing. */
public final class Helper {

    private Helper() {}

    /**
     * Runs it to its end; an interrupt ends it at once.
     *
     * @return its exit code
     * @throws IOException if it can not be started
     * @throws InterruptedException if this thread is told to stop; the process does not outlive that
     */
    public static int run(ProcessSpec spec) throws IOException, InterruptedException {
        Process process = spec.start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw e;
        }
    }
}
