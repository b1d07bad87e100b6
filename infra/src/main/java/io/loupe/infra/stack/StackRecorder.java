package io.loupe.infra.stack;

import io.loupe.infra.state.StackFile;
import io.loupe.infra.state.StackRecord;
import io.loupe.infra.terminal.Terminal;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * Writes down what the stack does, as well as it can: that the disk is full is said once and keeps nobody from starting or
 * ending a process. What is not written down is found by its {@link io.loupe.infra.process.ProcessMark}.
 */
final class StackRecorder {

    private final StackFile file;
    private final Terminal terminal;
    private final AtomicBoolean failing = new AtomicBoolean();

    StackRecorder(StackFile file, Terminal terminal) {
        this.file = file;
        this.terminal = terminal;
    }

    void update(UnaryOperator<StackRecord> change) {
        try {
            file.update(change);
            failing.set(false);
        } catch (UncheckedIOException e) {
            // A thread that was told to stop can not write either: that is no news.
            if (!Thread.currentThread().isInterrupted() && !failing.getAndSet(true)) {
                terminal.line("  ! " + e.getMessage() + " (" + e.getCause().getMessage() + "); going on without it");
            }
        }
    }
}
