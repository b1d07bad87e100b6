package io.loupe.tracking.mlflow;

import static io.loupe.tracking.mlflow.MlflowRunTrackerTest.description;
import static io.loupe.tracking.mlflow.MlflowRunTrackerTest.points;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.faults.Fault;
import io.loupe.faults.FaultProxy;
import io.loupe.tracking.checkpoint.CheckpointStore.Draft;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.retry.RetryPolicy;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.testing.FakeMlflow;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MLflow behind a network that fails in every way there is: nobody waits for it, and in the end it has each point once. */
@Timeout(60)
class DeliverThroughFaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final LogDelivery.Pauses SHORT = new LogDelivery.Pauses(Duration.ofMillis(5), Duration.ofMillis(20));
    private static final MlflowPatience QUICK = new MlflowPatience(
            Duration.ofMillis(600),
            new RetryPolicy(2, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(5)));

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final PublishedCheckpoints checkpoints = new PublishedCheckpoints(objects);
    private FakeMlflow mlflow;
    private FaultProxy proxy;
    private MlflowRunTracker tracker;
    private Optional<Manifest> last = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        mlflow = FakeMlflow.start();
        proxy = FaultProxy.before(mlflow.url().getPort());
        proxy.delay(Duration.ofSeconds(1)); // longer than anybody waits
        URI through = URI.create("http://127.0.0.1:" + proxy.port());
        tracker = new MlflowRunTracker(through, objects, "loupe", QUICK, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        tracker.close();
        proxy.close();
        mlflow.close();
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "PASS")
    void aFaultFromTheBeginningHoldsNobodyUpAndAfterwardsEachPointIsThereOnce(Fault fault) {
        proxy.always(fault);
        try (LogDelivery delivery = deliver()) {
            long began = System.nanoTime();
            publish(delivery, 10);
            publish(delivery, 20);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            assertThat(delivery.drain(Duration.ofMillis(300))).isFalse();
            assertThat(delivery.status().behind()).isPositive();

            proxy.always(Fault.PASS);
            assertThat(delivery.drain(LIMIT)).isTrue();
            assertEachPointOnce(delivery, 20);
        }
        assertThat(mlflow.activeRuns("trial")).hasSize(1);
        assertThat(mlflow.activeRuns("experiment")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "PASS")
    void aFaultInTheMiddleMakesNoDoublesAndNoGaps(Fault fault) {
        try (LogDelivery delivery = deliver()) {
            publish(delivery, 10);
            assertThat(delivery.drain(LIMIT)).isTrue();
            proxy.always(fault);
            publish(delivery, 20);
            publish(delivery, 30);
            assertThat(delivery.drain(Duration.ofMillis(700))).isFalse();

            proxy.always(Fault.PASS);
            publish(delivery, 40);
            assertThat(delivery.drain(LIMIT)).isTrue();
            assertEachPointOnce(delivery, 40);
        }
    }

    private void assertEachPointOnce(LogDelivery delivery, long steps) {
        String run = delivery.status().run().orElseThrow().runId();
        assertThat(mlflow.points(run)).containsExactlyElementsOf(points(1, steps));
    }

    private LogDelivery deliver() {
        return LogDelivery.start(description("t1", Map.of()), checkpoints, tracker, objects, SHORT);
    }

    private void publish(LogDelivery delivery, long step) {
        Manifest manifest = checkpoints.publish(
                last,
                new Draft("t1", step, 100, 1, Map.of()),
                Map.of("weights", ("w" + step).getBytes(UTF_8)),
                points(last.map(Manifest::step).orElse(0L) + 1, step));
        last = Optional.of(manifest);
        delivery.published(manifest);
    }
}
