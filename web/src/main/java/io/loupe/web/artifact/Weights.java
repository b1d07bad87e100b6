package io.loupe.web.artifact;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.weights.PublishedWeights;
import io.loupe.tracking.weights.WeightsStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Weights that trials have published, listed at most every few seconds: forms and pages ask for their names again and again. */
@ApplicationScoped
public class Weights {
    private static final Logger LOG = Logger.getLogger(Weights.class);
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final WeightsStore store;
    private long listedNanos;
    private Optional<List<PublishedWeights>> listed = Optional.empty();

    Weights(WeightsStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * All of them, by name.
     *
     * @throws TrackingException if the object store does not answer
     */
    public synchronized List<PublishedWeights> all() {
        if (listed.isEmpty() || System.nanoTime() - listedNanos > FRESH.toNanos()) {
            listed = Optional.of(store.all());
            listedNanos = System.nanoTime();
        }
        return listed.get();
    }

    /** All of them; none while the object store does not answer, for pages that are about something else. */
    public List<PublishedWeights> known() {
        try {
            return all();
        } catch (TrackingException e) {
            LOG.debugf("weights are not known: %s", e.getMessage());
            return List.of();
        }
    }
}
