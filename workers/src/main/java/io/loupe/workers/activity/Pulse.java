package io.loupe.workers.activity;

import java.util.Optional;

/**
 * What a running activity says of itself, and whether it is asked to stop.
 *
 * @param <P> progress, the heartbeat's details
 */
public interface Pulse<P> {
    /** The newest progress; it is sent with the next beat. */
    void tell(P progress);

    Optional<Stop> stop();

    /** Throws the reason if the activity is asked to stop. */
    default void check() {
        stop().ifPresent(stop -> {
            throw stop.reason();
        });
    }

    /**
     * @param kind what is asked for
     * @param reason to be thrown once the activity has let go
     */
    record Stop(Kind kind, RuntimeException reason) {
        public enum Kind {
            /** A person cancelled the trial: publish, then let go. */
            CANCEL,
            /** This process is asked to end: publish, then give the trial back to the queue. */
            DRAIN,
            /** The server gave this attempt up; another may be under way. Write nothing more. */
            LOST
        }
    }
}
