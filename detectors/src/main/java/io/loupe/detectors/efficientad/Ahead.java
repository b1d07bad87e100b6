package io.loupe.detectors.efficientad;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;

/** Makes what the next step needs while the present one computes. */
public final class Ahead<T> implements AutoCloseable {
    private final LongFunction<T> make;
    private final long end;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("next-step").factory());
    private long pendingStep = -1;
    private CompletableFuture<T> pending = new CompletableFuture<>();

    /**
     * @param make called for one step at a time
     * @param end the step after the last
     */
    public Ahead(LongFunction<T> make, long end) {
        this.make = make;
        this.end = end;
    }

    public T get(long step) {
        CompletableFuture<T> made = pendingStep == step ? pending : begin(step);
        pendingStep = -1;
        T result = join(made);
        if (step + 1 < end) {
            pending = begin(step + 1);
            pendingStep = step + 1;
        }
        return result;
    }

    private CompletableFuture<T> begin(long step) {
        return CompletableFuture.supplyAsync(() -> make.apply(step), thread);
    }

    private T join(CompletableFuture<T> made) {
        try {
            return made.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Waits for what is being made, so that nothing reads files afterwards. */
    @Override
    public void close() {
        thread.close();
    }
}
