package io.loupe.infra.stack;

import io.loupe.infra.LauncherException;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.process.ProcessSpec;
import io.loupe.infra.service.Layer;
import io.loupe.infra.service.Server;
import io.loupe.infra.state.ProcessRecord;
import io.loupe.infra.state.StackFile;
import io.loupe.infra.terminal.Durations;
import io.loupe.infra.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A server process: recorded as it starts, started again when it dies, ended with all that it started. */
final class ServerPart implements Part {

    private static final long PROBE_MILLIS = 100;
    /** How often the children of a process that runs are looked up, so that they are known when it is killed. */
    private static final long LOOK_SECONDS = 10;

    private static final int SIGNAL_BASE = 128;

    private final Server server;
    private final StackFile state;
    private final Terminal terminal;
    private final BackOff backOff = new BackOff();

    private Process process;
    private volatile ProcessRecord record;
    private volatile boolean stopping;
    private Thread watcher;

    ServerPart(Server server, StackFile state, Terminal terminal) {
        this.server = server;
        this.state = state;
        this.terminal = terminal;
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public String title() {
        return server.title();
    }

    @Override
    public Layer layer() {
        return server.layer();
    }

    @Override
    public Set<String> needs() {
        return server.needs();
    }

    @Override
    public void start() {
        try {
            server.prepare(line -> terminal.line("    " + name() + ": " + line));
        } catch (IOException e) {
            throw new LauncherException(name() + ": " + e.getMessage(), e);
        }
        launch(0);
        watcher = Thread.ofVirtual().name("watch-" + name()).start(this::watch);
    }

    /** Starts the process and returns once it is ready. */
    private void launch(int restarts) {
        ProcessSpec spec;
        synchronized (this) {
            if (stopping) {
                throw new LauncherException(name() + ": stopped while starting");
            }
            try {
                spec = server.process();
                process = spec.start();
            } catch (IOException e) {
                throw new LauncherException(name() + ": can not be started: " + e.getMessage(), e);
            }
            remember(restarts);
        }
        awaitReady(spec.log());
        try {
            server.opened();
        } catch (IOException e) {
            throw new LauncherException(name() + ": " + e.getMessage(), e);
        }
        record = record.readyWith(ProcessEnding.descendants(record.identity()));
        state.update(stack -> stack.withProcess(name(), old -> record));
    }

    private void remember(int restarts) {
        ProcessIdentity identity =
                ProcessIdentity.of(process.pid()).orElse(new ProcessIdentity(process.pid(), "ended at once"));
        record = new ProcessRecord(
                name(),
                identity,
                List.of(),
                server.endRequest(),
                (int) server.endGrace().toSeconds(),
                false,
                restarts);
        state.update(stack -> restarts == 0 ? stack.withProcess(record) : stack.withProcess(name(), old -> record));
    }

    private void awaitReady(Path log) {
        long end = System.nanoTime() + server.startLimit().toNanos();
        while (!server.ready()) {
            if (stopping) {
                throw new LauncherException(name() + ": stopped while starting");
            }
            if (!process.isAlive()) {
                throw new LauncherException(
                        name() + " " + endedHow(process.exitValue()) + " before it was ready" + LogTail.of(log));
            }
            if (System.nanoTime() > end) {
                throw new LauncherException(
                        name() + " is not ready after " + Durations.format(server.startLimit()) + LogTail.of(log));
            }
            pause(Duration.ofMillis(PROBE_MILLIS));
        }
    }

    private void watch() {
        long readySince = System.nanoTime();
        int restarts = 0;
        while (!stopping) {
            if (stillRuns()) {
                continue;
            }
            if (stopping) {
                return;
            }
            Duration served = readySince == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - readySince);
            String how = endedHow(process.exitValue());
            ProcessEnding.kill(record.children()); // what it had started would hold its ports
            Duration wait = backOff.next(served);
            terminal.line("  ! " + name() + " " + how
                    + (wait.isZero() ? "; starting it again" : "; starting it again in " + Durations.format(wait)));
            pause(wait);
            long began = System.nanoTime();
            readySince = 0;
            restarts++;
            try {
                launch(restarts);
                readySince = System.nanoTime();
                terminal.line(
                        "    " + name() + " is back after " + Durations.format(Duration.ofNanos(readySince - began)));
            } catch (LauncherException e) {
                if (!stopping) {
                    terminal.line("  ! " + e.getMessage());
                    process.destroyForcibly();
                }
            }
        }
    }

    /** Waits a while; true if the process has not ended in it. */
    private boolean stillRuns() {
        try {
            if (process.waitFor(LOOK_SECONDS, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        List<ProcessIdentity> children = ProcessEnding.descendants(record.identity());
        if (!children.equals(record.children())) {
            record = record.readyWith(children);
            state.update(stack -> stack.withProcess(name(), old -> record));
        }
        return true;
    }

    @Override
    public void stop() {
        synchronized (this) {
            stopping = true;
        }
        if (watcher != null) {
            watcher.interrupt();
        }
        ProcessRecord last = record;
        if (last != null) {
            ProcessEnding.end(last.identity(), last.children(), last.request(), server.endGrace());
            state.update(stack -> stack.withoutProcess(name()));
        }
    }

    private static String endedHow(int code) {
        return code > SIGNAL_BASE ? "was killed by signal " + (code - SIGNAL_BASE) : "ended with code " + code;
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }
}
