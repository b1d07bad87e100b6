package io.loupe.tracking.store;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.retry.Retry;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.util.Optional;

/** Asks again where that may help, and explains every failure. {@code what} is the verb and its object, for messages. */
final class MinioCalls {
    private final Retry retry;
    private final StoreFailures failures;

    MinioCalls(Retry retry, StoreFailures failures) {
        this.retry = retry;
        this.failures = failures;
    }

    /** One request to the server. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws MinioException, IOException;
    }

    /** @throws TrackingException if the answer is no, or stays away */
    <T> T ask(String what, Question<T> question) {
        return retry.call(what, number -> once(what, question));
    }

    /** Nothing if there is no such object. */
    <T> Optional<T> find(String what, Question<T> question) {
        return retry.call(what, number -> findOnce(what, question));
    }

    /** For calls whose retries differ; each of its requests goes through {@link #findOnce} or {@link #explain}. */
    <T> T repeat(String what, Retry.Attempt<T> attempt) {
        return retry.call(what, attempt);
    }

    <T> Optional<T> findOnce(String what, Question<T> question) {
        try {
            return Optional.of(question.ask());
        } catch (MinioException | IOException | RuntimeException e) {
            if (StoreFailures.isMissingKey(e)) {
                return Optional.empty();
            }
            throw failures.explain(what, e);
        }
    }

    TrackingException explain(String what, Exception failure) {
        return failures.explain(what, failure);
    }

    private <T> T once(String what, Question<T> question) {
        try {
            return question.ask();
        } catch (MinioException | IOException | RuntimeException e) {
            throw failures.explain(what, e);
        }
    }
}
