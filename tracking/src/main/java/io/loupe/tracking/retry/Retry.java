package io.loupe.tracking.retry;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.TrackingException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a verb until it succeeds, fails for good, or the policy's patience is used up. Thread-safe. */
public final class Retry {
    private static final Logger LOGGER = LoggerFactory.getLogger(Retry.class);

    private final RetryPolicy policy;

    public Retry(RetryPolicy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    /**
     * Runs a verb.
     *
     * @param what the verb and its object, for messages: {@code write checkpoints/7/manifests/000000000001.json}
     * @param attempt thrown temporary {@link TrackingException}s are tried again, everything else ends the call
     * @throws TrackingException the last failure; its message says how often it was tried
     */
    public <T> T call(String what, Attempt<T> attempt) {
        long start = System.nanoTime();
        for (int number = 1; ; number++) {
            try {
                return attempt.run(number);
            } catch (TrackingException e) {
                if (!e.temporary()) {
                    throw e;
                }
                Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
                Duration pause =
                        policy.pauseAfter(number, ThreadLocalRandom.current().nextDouble());
                if (number >= policy.tries() || elapsed.plus(pause).compareTo(policy.budget()) > 0) {
                    throw number == 1
                            ? e
                            : new TrackingException(
                                    e.getMessage() + " (gave up after " + number + " tries in " + elapsed.toMillis()
                                            + " ms)",
                                    true,
                                    e);
                }
                LOGGER.debug("{}: try {} failed, next in {} ms: {}", what, number, pause.toMillis(), e.getMessage());
                sleep(what, pause);
            }
        }
    }

    /** A verb without an answer. */
    public void run(String what, VoidAttempt attempt) {
        call(what, number -> {
            attempt.run(number);
            return Boolean.TRUE;
        });
    }

    private static void sleep(String what, Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrackingException(what + ": interrupted while waiting to try again", true, e);
        }
    }

    /** One try. */
    @FunctionalInterface
    public interface Attempt<T> {
        /**
         * Tries once.
         *
         * @param number 1 for the first try
         */
        T run(int number);
    }

    /** One try of a verb without an answer. */
    @FunctionalInterface
    public interface VoidAttempt {
        /**
         * Tries once.
         *
         * @param number 1 for the first try
         */
        void run(int number);
    }
}
