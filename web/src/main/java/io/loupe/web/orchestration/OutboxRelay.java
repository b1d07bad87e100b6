package io.loupe.web.orchestration;

import static java.util.Objects.requireNonNull;

import io.loupe.web.catalogue.OutboxRepository;
import io.loupe.web.config.LoupeConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tells Temporal what the outbox holds: at once after a nudge, and every second in case the nudge was lost with the process
 * that gave it. While Temporal is away everything stays in the outbox.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(2);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final OutboxRepository outbox;
    private final TemporalDelivery delivery;
    private final boolean enabled;
    private final Semaphore nudges = new Semaphore(0);
    private volatile boolean stopping;
    private Thread thread;
    private boolean away;

    OutboxRelay(OutboxRepository outbox, TemporalDelivery delivery, LoupeConfig config) {
        this.outbox = requireNonNull(outbox, "outbox is null");
        this.delivery = requireNonNull(delivery, "delivery is null");
        this.enabled = config.temporal().workerEnabled();
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            thread = Thread.ofVirtual().name("outbox-relay").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        if (thread != null) {
            try {
                // Not interrupted: that would cut its connection. What is half delivered then is repeated later.
                nudge();
                thread.join(SHUTDOWN_PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Something was put into the outbox. */
    public void nudge() {
        nudges.release();
    }

    private void run() {
        while (!stopping) {
            try {
                nudges.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
            nudges.drainPermits();
            deliverDue();
        }
    }

    /** Delivers everything that is due, until one delivery fails. */
    void deliverDue() {
        try {
            boolean more = true;
            while (more && !stopping) {
                more = outbox.deliverNext(delivery);
                if (more && away) {
                    away = false;
                    LOG.info("Temporal answers again");
                    outbox.hurry();
                }
            }
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    private void complain(RuntimeException failure) {
        if (stopping) {
            return;
        }
        if (!TemporalConnection.away(failure)) {
            LOG.warnf("Could not tell Temporal, tries again: %s (%s)", failure.getMessage(), rootMessage(failure));
        } else if (!away) {
            away = true;
            LOG.warnf("Temporal is away; the outbox keeps what it has to be told (%s)", rootMessage(failure));
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
