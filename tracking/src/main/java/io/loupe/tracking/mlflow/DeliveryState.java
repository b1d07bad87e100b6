package io.loupe.tracking.mlflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a delivery knows, between the thread that delivers and those that publish, ask and wait. Thread-safe. */
final class DeliveryState {
    private final LogDelivery.Pauses pauses;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean begun;
    private boolean closed;
    private long published;
    private long delivered;
    private int failures;
    private Optional<RunTracker.Run> run = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private final List<String> lost = new ArrayList<>();

    DeliveryState(LogDelivery.Pauses pauses) {
        this.pauses = pauses;
    }

    void published(long sequence) {
        change(() -> published = Math.max(published, sequence));
    }

    /**
     * MLflow has answered.
     *
     * @param tip newest manifest in the store
     * @param done newest manifest that need not be sent
     */
    void begun(RunTracker.Run target, long tip, long done) {
        change(() -> {
            run = Optional.of(target);
            published = Math.max(published, tip);
            delivered = done;
            begun = true;
            succeeded();
        });
    }

    void delivered(long sequence) {
        change(() -> {
            delivered = sequence;
            succeeded();
        });
    }

    void lost(String sentence) {
        change(() -> lost.add(sentence));
    }

    void close() {
        change(() -> closed = true);
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    LogDelivery.Status status() {
        lock.lock();
        try {
            return new LogDelivery.Status(
                    run, published, delivered, Math.max(0, published - delivered), problem, List.copyOf(lost));
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a manifest to deliver: its sequence, or nothing once closed or interrupted. */
    Optional<Long> awaitNext() {
        lock.lock();
        try {
            while (!closed && delivered >= published) {
                changed.await();
            }
            return closed ? Optional.empty() : Optional.of(delivered + 1);
        } catch (InterruptedException e) {
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** See {@link LogDelivery#drain}. */
    boolean drain(Duration limit) {
        long remaining = limit.toNanos();
        lock.lock();
        try {
            failures = 0; // somebody waits: try again now
            changed.signalAll();
            while (!begun || delivered < published) {
                if (remaining <= 0 || closed) {
                    return false;
                }
                remaining = changed.awaitNanos(remaining);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits before the next try, the longer the more have failed; not after closing, and no longer when somebody drains.
     *
     * @param first called if this is the first failure since the last success
     */
    void pause(String reason, Runnable first) {
        lock.lock();
        try {
            failures++;
            if (problem.isEmpty()) {
                first.run();
            }
            problem = Optional.of(reason);
            changed.signalAll();
            int seen = failures;
            long remaining = pauses.after(failures).toNanos();
            while (!closed && failures == seen && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void succeeded() {
        failures = 0;
        problem = Optional.empty();
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
