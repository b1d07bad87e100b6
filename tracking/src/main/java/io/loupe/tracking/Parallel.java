package io.loupe.tracking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The same request for many objects, a few at a time: a round trip each, so waiting together pays. */
public final class Parallel {
    private Parallel() {}

    /**
     * Applies {@code action} to every item on at most {@code width} threads; answers are in the items' order. After the
     * first failure no further item is begun, and that failure is thrown once the running ones have ended.
     */
    public static <T, R> List<R> map(Collection<T> items, int width, Function<T, R> action) {
        AtomicReference<Throwable> first = new AtomicReference<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.max(1, Math.min(width, items.size())), Thread.ofVirtual().factory())) {
            List<Future<R>> futures = new ArrayList<>();
            for (T item : items) {
                Callable<R> task = () -> {
                    if (first.get() != null) {
                        return null; // the failure is thrown in any case
                    }
                    try {
                        return action.apply(item);
                    } catch (Throwable e) {
                        first.compareAndSet(null, e);
                        throw e;
                    }
                };
                futures.add(threads.submit(task));
            }
            return collect(futures, first);
        }
    }

    private static <R> List<R> collect(List<Future<R>> futures, AtomicReference<Throwable> first) {
        List<R> answers = new ArrayList<>();
        for (Future<R> future : futures) {
            try {
                answers.add(future.get());
            } catch (InterruptedException e) {
                futures.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new TrackingException("interrupted", true, e);
            } catch (ExecutionException e) {
                break; // perhaps not the first to fail
            }
        }
        return switch (first.get()) {
            case null -> answers;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case Throwable checked -> throw new IllegalStateException(checked);
        };
    }
}
