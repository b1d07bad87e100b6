package io.loupe.infra.command;

import io.loupe.infra.stack.LocalStack;
import io.loupe.infra.terminal.Durations;
import io.loupe.infra.terminal.Terminal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Keeps a stack in the foreground: Ctrl-C, SIGTERM and {@code down} end it in order. */
final class Foreground {

    private Foreground() {}

    /** From now on the stack is closed whenever this JVM ends. */
    static void closeAtExit(LocalStack stack, Terminal terminal) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> close(stack, terminal)));
    }

    private static void close(LocalStack stack, Terminal terminal) {
        long began = System.nanoTime();
        if (stack.close()) {
            terminal.line("  stopped in " + Durations.format(Duration.ofNanos(System.nanoTime() - began)));
        }
    }

    /** Waits until this process is told to end. */
    static void stay() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
