package io.loupe.infra.stack;

import io.loupe.infra.LauncherException;
import io.loupe.infra.Pause;
import io.loupe.infra.process.LogTail;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.process.ProcessSpec;
import io.loupe.infra.service.Layer;
import io.loupe.infra.service.Server;
import io.loupe.infra.state.ProcessRecord;
import io.loupe.infra.terminal.Durations;
import io.loupe.infra.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A server process: recorded as it starts, started again when it dies, ended with all that it started. */
final class ServerPart implements Part {

    private static final long PROBE_MILLIS = 100;
    /** How often the children of a process that runs are looked up, so that they are known when it is killed. */
    private static final long LOOK_SECONDS = 10;

    private static final Duration GRACE_OF_REMAINS = Duration.ofSeconds(2);
    private static final int SIGNAL_BASE = 128;

    private final Server server;
    private final ProcessMark mark;
    private final StackRecorder recorder;
    private final Terminal terminal;
    private final BackOff backOff;

    private Process process;
    private int restarts;
    private volatile ProcessRecord record;
    private volatile boolean stopping;
    private Thread watcher;

    /** @param home the stack's folder */
    ServerPart(Server server, Path home, StackRecorder recorder, Terminal terminal, BackOff backOff) {
        this.server = server;
        this.mark = new ProcessMark(home, server.name());
        this.recorder = recorder;
        this.terminal = terminal;
        this.backOff = backOff;
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
            server.prepare(line -> terminal.line("    " + name() + ": " + line), mark);
        } catch (IOException e) {
            throw new UncheckedIOException(name() + " can not be prepared", e);
        }
        launch(0);
        watcher = Thread.ofVirtual().name("watch-" + name()).start(this::watch);
    }

    /** Starts the process and returns once it is ready. */
    private void launch(int restart) {
        ProcessSpec spec;
        synchronized (this) {
            if (stopping) {
                throw new LauncherException(name() + ": stopped while starting");
            }
            try {
                spec = mark.on(server.process());
                process = spec.start();
            } catch (IOException e) {
                throw new LauncherException(name() + ": can not be started: " + e.getMessage(), e);
            }
            remember(restart);
        }
        awaitReady(spec.log());
        try {
            server.opened();
        } catch (IOException e) {
            throw new LauncherException(name() + ": " + e.getMessage(), e);
        }
        record = record.readyWith(ProcessEnding.descendants(record.identity()));
        recorder.update(stack -> stack.withProcess(name(), old -> record));
    }

    private void remember(int restart) {
        ProcessIdentity identity =
                ProcessIdentity.of(process.pid()).orElse(new ProcessIdentity(process.pid(), "ended at once"));
        record = new ProcessRecord(
                name(),
                identity,
                List.of(),
                server.endRequest(),
                (int) server.endGrace().toSeconds(),
                false,
                restart);
        recorder.update(stack -> restart == 0 ? stack.withProcess(record) : stack.withProcess(name(), old -> record));
    }

    private void awaitReady(Path log) {
        long end = System.nanoTime() + server.startLimit().toNanos();
        while (true) {
            boolean answered = server.ready();
            if (stopping) {
                throw new LauncherException(name() + ": stopped while starting");
            }
            if (!process.isAlive()) { // then it is not this process that answered
                throw new LauncherException(
                        name() + " " + endedHow(process.exitValue()) + " before it was ready" + LogTail.of(log));
            }
            if (answered) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new LauncherException(
                        name() + " is not ready after " + Durations.format(server.startLimit()) + LogTail.of(log));
            }
            Pause.of(Duration.ofMillis(PROBE_MILLIS));
        }
    }

    private void watch() {
        long readySince = System.nanoTime();
        while (!stopping) {
            try {
                if (stillRuns() || stopping) {
                    continue;
                }
                Duration served = readySince == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - readySince);
                readySince = 0;
                restart(served);
                readySince = System.nanoTime();
            } catch (RuntimeException e) { // whatever it is: a watcher that ends would leave its service dead
                if (!stopping) {
                    terminal.line("  ! " + e.getMessage());
                    endRemains();
                }
            }
        }
    }

    private void restart(Duration served) {
        String how = endedHow(process.exitValue());
        endRemains(); // what it had started would hold its ports
        Duration wait = backOff.next(served);
        terminal.line("  ! " + name() + " " + how
                + (wait.isZero() ? "; starting it again" : "; starting it again in " + Durations.format(wait)));
        Pause.of(wait);
        long began = System.nanoTime();
        restarts++;
        launch(restarts);
        terminal.line(
                "    " + name() + " is back after " + Durations.format(Duration.ofNanos(System.nanoTime() - began)));
    }

    /** Kills the process and whatever of it is left: children that were seen, and those that carry its mark. */
    private void endRemains() {
        Set<ProcessIdentity> remains = new LinkedHashSet<>();
        remains.add(record.identity());
        remains.addAll(record.children());
        remains.addAll(ProcessEnding.descendants(record.identity()));
        remains.addAll(mark.running());
        ProcessEnding.kill(remains);
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
            recorder.update(stack -> stack.withProcess(name(), old -> record));
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
        }
        ProcessEnding.endAll(mark.running(), GRACE_OF_REMAINS); // what was being prepared, children nobody saw
        if (last != null) {
            recorder.update(stack -> stack.withoutProcess(name()));
        }
    }

    private static String endedHow(int code) {
        return code > SIGNAL_BASE ? "was killed by signal " + (code - SIGNAL_BASE) : "ended with code " + code;
    }
}
