package io.loupe.workers.leave;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.leave.Leave;
import io.loupe.tracking.leave.Leaves;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether the worker is on leave, and tells of each change. While the store is away nothing changes. */
public final class LeaveWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaveWatch.class);

    private final Leaves leaves;
    private final String worker;
    private final Consumer<Optional<Leave>> changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean onLeave;

    /**
     * @param worker {@code <host>/<device>}
     * @param changed told the leave when it begins, and nothing when it ends; one call at a time
     */
    public LeaveWatch(Leaves leaves, String worker, Consumer<Optional<Leave>> changed) {
        this.leaves = requireNonNull(leaves, "leaves is null");
        this.worker = requireNonNull(worker, "worker is null");
        this.changed = requireNonNull(changed, "changed is null");
    }

    /** Looks every so often, on a thread of its own, until it is closed. */
    public LeaveWatch every(Duration interval) {
        Thread.ofVirtual().name("leave").start(() -> {
            try {
                do {
                    lookAgainLater();
                } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        return this;
    }

    /** Takes the worker out of the queue for a reason of its own. */
    public void leave(String reason, long at) {
        try {
            leaves.leave(new Leave(worker, worker, at, reason, true));
        } catch (TrackingException away) {
            LOG.warn("{} is unfit and could not say so: {}", worker, away.getMessage());
        }
        look();
    }

    /** Whatever goes wrong: a worker that no longer looks could not be drained any more. */
    private void lookAgainLater() {
        try {
            look();
        } catch (RuntimeException unforeseen) {
            LOG.warn("whether {} is on leave could not be heeded; it is looked at again", worker, unforeseen);
        }
    }

    synchronized void look() {
        Optional<Leave> now;
        try {
            now = leaves.of(worker);
        } catch (TrackingException away) {
            LOG.debug("nobody says whether {} is on leave: {}", worker, away.getMessage());
            return;
        }
        if (now.isPresent() != onLeave) {
            LOG.info(
                    "{}",
                    now.map(leave -> "takes no more work, says " + leave.who() + ": " + leave.reason())
                            .orElse("takes work again"));
            changed.accept(now);
            onLeave = now.isPresent();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
