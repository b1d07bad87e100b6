package io.loupe.web.artifact;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes sure, beside the process's start, that there is a bucket and that its store honours create-if-absent. It keeps
 * asking until both are so: a store that is away comes back, and one that refuses may be mended.
 */
@ApplicationScoped
public class BucketAtStart {
    private static final Logger LOG = Logger.getLogger(BucketAtStart.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(5);

    private final Provider<ObjectStore> objects;
    private volatile Optional<String> waitingBecause = Optional.of("the process is starting");
    private Thread asker;

    BucketAtStart(Provider<ObjectStore> objects) {
        this.objects = requireNonNull(objects, "objects is null");
    }

    void start(@Observes StartupEvent event) {
        asker = Thread.ofVirtual().name("bucket-start").start(this::askUntilThere);
    }

    void stop(@Observes ShutdownEvent event) {
        if (asker != null) {
            asker.interrupt();
        }
    }

    /** Why the bucket cannot be used yet; empty once it can. */
    public Optional<String> waitingBecause() {
        return waitingBecause;
    }

    private void askUntilThere() {
        Duration backOff = FIRST_BACK_OFF;
        try {
            while (!ask()) {
                Thread.sleep(backOff);
                backOff =
                        backOff.multipliedBy(2).compareTo(LAST_BACK_OFF) < 0 ? backOff.multipliedBy(2) : LAST_BACK_OFF;
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean ask() {
        try {
            objects.get().ensureBucket();
            waitingBecause = Optional.empty();
            return true;
        } catch (RuntimeException e) {
            Optional<String> reason = Optional.of(String.valueOf(e.getMessage()));
            if (!reason.equals(waitingBecause) && !Thread.currentThread().isInterrupted()) {
                boolean mayPass = e instanceof TrackingException store && store.temporary();
                LOG.logf(mayPass ? Logger.Level.INFO : Logger.Level.ERROR, "Waits for the bucket: %s", reason.get());
            }
            waitingBecause = reason;
            return false;
        }
    }
}
