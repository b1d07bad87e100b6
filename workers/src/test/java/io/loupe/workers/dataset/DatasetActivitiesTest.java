package io.loupe.workers.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.loupe.tracking.Tracking;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.dataset.S3DatasetStore;
import io.loupe.tracking.mlflow.MlflowRunTracker;
import io.loupe.tracking.mlflow.RunArtifacts;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.weights.S3WeightsStore;
import io.loupe.workflows.dataset.DatasetActivities;
import io.loupe.workflows.dataset.ImportSpec;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an import's failures count as, and how many run at once; the store does as each test says. */
class DatasetActivitiesTest {
    private volatile Runnable beforeListing = () -> {};
    private DatasetActivitiesImpl activities;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        ObjectStore memory = new MemoryObjectStore();
        ObjectStore objects = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (self, method, arguments) -> {
                    if (method.getName().equals("entries")) {
                        beforeListing.run();
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        activities = new DatasetActivitiesImpl(
                new Tracking(
                        objects,
                        new PublishedCheckpoints(objects),
                        new S3DatasetStore(objects),
                        new S3WeightsStore(objects),
                        new RunArtifacts(objects),
                        new MlflowRunTracker(URI.create("http://127.0.0.1:9"), objects, "loupe")),
                Duration.ofMillis(50),
                folder);
    }

    @Test
    void onlyFailuresThatNobodyExpectedCountAndEachImportHasItsOwn() {
        assertThat(failure("i1", new IllegalStateException("a bug")).isNonRetryable())
                .isFalse();
        assertThat(failure("i1", new IllegalStateException("a bug")).isNonRetryable())
                .isFalse();
        assertThat(failure("i1", new TrackingException("the store is away", true, null))
                        .isNonRetryable())
                .isFalse();
        assertThat(failure("i2", new IllegalStateException("a bug")).isNonRetryable())
                .isFalse();

        assertThat(failure("i1", new IllegalStateException("a bug")).isNonRetryable())
                .isTrue();
    }

    @Test
    @Timeout(60)
    void anImportBesideTwoOthersIsGivenBackToTheQueueUntilOneEnds() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        beforeListing = () -> {
            begun.countDown();
            awaitQuietly(end);
        };
        List<CompletableFuture<ApplicationFailure>> others = Stream.of("i1", "i2")
                .map(id -> CompletableFuture.supplyAsync(() -> failure(id), Thread::startVirtualThread))
                .toList();
        begun.await();
        beforeListing = () -> {};

        ApplicationFailure givenBack = failure("i3");
        end.countDown();
        others.forEach(CompletableFuture::join);

        assertThat(givenBack.getOriginalMessage()).contains("2 imports under way");
        assertThat(givenBack.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(givenBack.isNonRetryable()).isFalse();
        assertThat(failure("i3").getOriginalMessage()).contains("upload it again"); // it was looked for
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ApplicationFailure failure(String importId, RuntimeException problem) {
        beforeListing = () -> {
            throw problem;
        };
        return failure(importId);
    }

    private ApplicationFailure failure(String importId) {
        // One environment does one thing at a time.
        TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
        environment.registerActivitiesImplementations(activities);
        ImportSpec spec = new ImportSpec(importId, "washers", "upload:7/washers.tar", "auto");
        Throwable thrown = catchThrowable(
                () -> environment.newActivityStub(DatasetActivities.class).importFolder(spec));
        environment.close();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure failure) {
                return failure;
            }
        }
        throw new AssertionError("no failure of an activity", thrown);
    }
}
