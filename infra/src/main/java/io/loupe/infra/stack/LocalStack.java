package io.loupe.infra.stack;

import io.loupe.infra.LauncherException;
import io.loupe.infra.config.Installation;
import io.loupe.infra.config.Settings;
import io.loupe.infra.config.StackHome;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.service.Endpoints;
import io.loupe.infra.service.Layer;
import io.loupe.infra.state.StackFile;
import io.loupe.infra.state.StackLock;
import io.loupe.infra.state.StackRecord;
import io.loupe.infra.state.StackRecord.Phase;
import io.loupe.infra.terminal.Durations;
import io.loupe.infra.terminal.Terminal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A local stack owned by this process: from its lock to its last process. */
public final class LocalStack {

    private static final Duration GRACE_OF_HELPERS = Duration.ofSeconds(2);

    private final StackLock lock;
    private final StackHome home;
    private final StackRecorder recorder;
    private final Terminal terminal;
    private final StackPlan plan;
    private final ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor();
    private boolean closed;

    private LocalStack(StackLock lock, StackHome home, StackRecorder recorder, Terminal terminal, StackPlan plan) {
        this.lock = lock;
        this.home = home;
        this.recorder = recorder;
        this.terminal = terminal;
        this.plan = plan;
    }

    /**
     * Takes the stack at {@code home}, clears away what a killed launcher left, and chooses ports; nothing runs yet.
     *
     * @return empty if another launcher has it
     */
    public static Optional<LocalStack> own(
            Settings settings, Installation installation, StackHome home, Terminal terminal, UpOptions options) {
        return own(settings, installation, home, terminal, options, Detour.NONE);
    }

    /**
     * The same, with web and workers told of other addresses than those where the servers are.
     *
     * @param detour gives the addresses that they are told
     */
    public static Optional<LocalStack> own(
            Settings settings,
            Installation installation,
            StackHome home,
            Terminal terminal,
            UpOptions options,
            Detour detour) {
        home.create();
        StackFile state = new StackFile(home.stateFile());
        return StackLock.tryTake(home.lockFile()).map(lock -> {
            try {
                List<String> left = new Recovery(home, state).clear();
                if (!left.isEmpty()) {
                    terminal.line("  ended what an earlier launcher had left: " + String.join(", ", left));
                }
                state.update(stack -> stack.ownedBy(ProcessIdentity.self()));
                StackRecorder recorder = new StackRecorder(state, terminal);
                StackPlan plan =
                        new StackPlan(settings, installation, home, state, recorder, terminal, options, detour);
                return new LocalStack(lock, home, recorder, terminal, plan);
            } catch (RuntimeException e) {
                new StackRecorder(state, terminal).update(StackRecord::down);
                lock.close();
                throw e;
            }
        });
    }

    /**
     * Starts every part as soon as those it needs are ready, with a line for each.
     *
     * @throws LauncherException if one does not get ready; those that started still run until {@link #close()}
     */
    public void start() {
        long began = System.nanoTime();
        CompletableFuture<Void> failure = new CompletableFuture<>();
        Map<String, CompletableFuture<Void>> started = new HashMap<>();
        for (Part part : plan.parts()) {
            CompletableFuture<?>[] needed =
                    part.needs().stream().map(started::get).toArray(CompletableFuture[]::new);
            started.put(
                    part.name(),
                    CompletableFuture.allOf(needed)
                            .thenRunAsync(() -> start(part), starting)
                            .whenComplete((done, problem) -> {
                                if (problem != null) {
                                    failure.completeExceptionally(problem);
                                }
                            }));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(started.values().toArray(CompletableFuture[]::new));
        try {
            CompletableFuture.anyOf(failure, all).join();
        } catch (CompletionException e) {
            if (!close()) {
                throw new LauncherException("stopped while starting", e);
            }
            throw rootOf(e);
        }
        recorder.update(stack -> stack.withPhase(Phase.READY).withAddresses(plan.addresses()));
        terminal.line("  ready in " + Durations.format(Duration.ofNanos(System.nanoTime() - began)));
    }

    private void start(Part part) {
        long began = System.nanoTime();
        part.start();
        String took = Durations.format(Duration.ofNanos(System.nanoTime() - began));
        terminal.line(String.format("  %-14s %-44s %8s", part.name(), part.title(), took));
    }

    private static RuntimeException rootOf(CompletionException e) {
        Throwable cause = e;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException known ? known : new LauncherException(cause.toString(), cause);
    }

    public Endpoints endpoints() {
        return plan.endpoints();
    }

    /** What a person can open, by name. */
    public Map<String, String> addresses() {
        return plan.addresses();
    }

    /**
     * Ends everything that was started, and nothing else; Loupe's own processes first.
     *
     * @return false if it was closed before
     */
    public synchronized boolean close() {
        if (closed) {
            return false;
        }
        closed = true;
        recorder.update(stack -> stack.withPhase(Phase.STOPPING));
        starting.shutdownNow(); // what is still being prepared need not be finished
        for (Layer layer : List.of(Layer.LOUPE, Layer.SERVICE, Layer.STORAGE)) {
            List<CompletableFuture<Void>> ends = plan.parts().stream()
                    .filter(part -> part.layer() == layer)
                    .map(part -> CompletableFuture.runAsync(part::stop, Thread::startVirtualThread))
                    .toList();
            ends.forEach(this::awaitEnd);
        }
        ProcessMark.end(home.directory(), GRACE_OF_HELPERS);
        recorder.update(StackRecord::down);
        lock.close();
        return true;
    }

    private void awaitEnd(CompletableFuture<Void> end) {
        try {
            end.join();
        } catch (CompletionException e) {
            terminal.line("  ! " + rootOf(e).getMessage()); // the others still have to be ended
        }
    }
}
