package io.loupe.web.pages.layout;

import io.loupe.workflows.trial.TrialProgress;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** The newest heartbeats, as far as they are known: a hint for pages, never the truth about what is published. */
@FunctionalInterface
public interface Beats {
    Beats NONE = trial -> Optional.empty();

    /** Newest heartbeat of a trial at work. */
    Optional<Beat> of(UUID trial);

    /** Said before {@link #of} is asked for many trials. */
    default void prepare(Collection<UUID> trials) {}

    /** What went wrong before, while an activity is tried again by itself. */
    default Optional<Retry> retry(UUID trial) {
        return Optional.empty();
    }

    /**
     * @param attempt that is under way, or due: 2 for the first one after a failure
     * @param failure why the attempt before it ended
     * @param waits whether no worker has taken it yet
     */
    record Retry(int attempt, String failure, boolean waits) {}

    /**
     * @param worker identity of the process, empty when unknown
     * @param attempt of the activity under way, 1 for the first
     */
    record Beat(TrialProgress progress, String worker, int attempt) {}
}
