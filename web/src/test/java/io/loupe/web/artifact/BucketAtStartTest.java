package io.loupe.web.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.web.Eventually;
import io.loupe.web.PostgresResource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class BucketAtStartTest {
    @Inject
    BucketAtStart running;

    @Test
    void theProcessHasItsBucketSoonAfterItStarts() {
        Eventually.holds(() -> running.waitingBecause().isEmpty(), running::waitingBecause);
    }

    @Test
    void aRefusalIsToldAndAskedAboutAgain() {
        Semaphore asked = new Semaphore(0);
        Queue<TrackingException> refusals = new ArrayDeque<>(List.of(
                new TrackingException("it does not answer", true, null),
                new TrackingException("it ignores conditions", false, null)));
        BucketAtStart bucket = new BucketAtStart(() -> store(() -> {
            asked.acquireUninterruptibly();
            if (!refusals.isEmpty()) {
                throw refusals.remove();
            }
        }));

        bucket.start(new StartupEvent());
        try {
            for (String reason : List.of("it does not answer", "it ignores conditions")) {
                asked.release();
                Eventually.holds(
                        () -> bucket.waitingBecause().filter(reason::equals).isPresent(), bucket::waitingBecause);
            }
            asked.release();
            Eventually.holds(() -> bucket.waitingBecause().isEmpty(), bucket::waitingBecause);
        } finally {
            bucket.stop(new ShutdownEvent());
        }
        assertThat(refusals).isEmpty();
    }

    private static ObjectStore store(Runnable ensureBucket) {
        return (ObjectStore) Proxy.newProxyInstance(
                BucketAtStartTest.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("ensureBucket");
                    ensureBucket.run();
                    return null;
                });
    }
}
