package io.loupe.tracking.mlflow;

import static io.loupe.tracking.mlflow.MlflowRunTrackerTest.QUICK;
import static io.loupe.tracking.mlflow.MlflowRunTrackerTest.description;
import static io.loupe.tracking.mlflow.MlflowRunTrackerTest.points;
import static io.loupe.tracking.testing.FakeMlflow.Fault.LOSE_ANSWER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.tracking.checkpoint.CheckpointStore.Draft;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.checkpoint.PublishedCheckpoints;
import io.loupe.tracking.mlflow.RunTracker.Run;
import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.testing.FakeMlflow;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogDeliveryTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final LogDelivery.Pauses SHORT = new LogDelivery.Pauses(Duration.ofMillis(5), Duration.ofMillis(20));

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final PublishedCheckpoints checkpoints = new PublishedCheckpoints(objects);
    private FakeMlflow mlflow;
    private MlflowRunTracker tracker;
    private Optional<Manifest> last = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        mlflow = FakeMlflow.start();
        tracker = new MlflowRunTracker(mlflow.url(), objects, "loupe", QUICK, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        tracker.close();
        mlflow.close();
    }

    @Test
    void whatIsPublishedArrives() {
        try (LogDelivery delivery = deliver()) {
            delivery.published(publish(10));
            delivery.published(publish(20));

            assertThat(delivery.drain(LIMIT)).isTrue();
            assertThat(arrived(delivery)).containsExactlyElementsOf(points(1, 20));
            assertThat(delivery.status().behind()).isZero();
            assertThat(delivery.status().problem()).isEmpty();
        }
    }

    @Test
    void whatWasPublishedBeforeTheStartArrivesToo() {
        publish(10);
        publish(20);

        try (LogDelivery delivery = deliver()) {
            assertThat(delivery.drain(LIMIT)).isTrue();
            assertThat(arrived(delivery)).containsExactlyElementsOf(points(1, 20));
        }
    }

    @Test
    void whileMlflowIsAwayNobodyIsHeldUpAndAfterwardsAllArrivesInOrder() {
        mlflow.away(true);
        try (LogDelivery delivery = deliver()) {
            for (long step = 10; step <= 50; step += 10) {
                delivery.published(publish(step));
            }

            assertThat(delivery.drain(Duration.ofMillis(100))).isFalse();
            LogDelivery.Status away = delivery.status();
            assertThat(away.behind()).isEqualTo(5);
            assertThat(away.run()).isEmpty();
            waitForProblem(delivery);
            assertThat(delivery.status().problem())
                    .hasValueSatisfying(text -> assertThat(text).contains("MLflow at"));

            mlflow.away(false);
            assertThat(delivery.drain(LIMIT)).isTrue();
            assertThat(arrived(delivery)).containsExactlyElementsOf(points(1, 50));
            assertThat(delivery.status().problem()).isEmpty();
        }
    }

    @Test
    void mlflowGoingAwayInBetweenIsRiddenOut() {
        try (LogDelivery delivery = deliver()) {
            delivery.published(publish(10));
            assertThat(delivery.drain(LIMIT)).isTrue();
            mlflow.away(true);
            delivery.published(publish(20));
            delivery.published(publish(30));
            assertThat(delivery.drain(Duration.ofMillis(100))).isFalse();
            assertThat(delivery.status().behind()).isEqualTo(2);

            mlflow.away(false);
            assertThat(delivery.drain(LIMIT)).isTrue();
            assertThat(arrived(delivery)).containsExactlyElementsOf(points(1, 30));
        }
    }

    @Test
    void aRunThatIsGoneForGoodInBetweenIsReplacedAndGetsEveryPoint() {
        try (LogDelivery delivery = deliver()) {
            delivery.published(publish(10));
            delivery.published(publish(20));
            assertThat(delivery.drain(LIMIT)).isTrue();
            Run before = delivery.status().run().orElseThrow();
            mlflow.forget();
            delivery.published(publish(30));

            assertThat(delivery.drain(LIMIT)).isTrue();
            assertThat(delivery.status().run()).isPresent().get().isNotEqualTo(before);
            assertThat(arrived(delivery)).containsExactlyElementsOf(points(1, 30));
            assertThat(delivery.status().problem()).isEmpty();
        }
    }

    @Test
    void aLostAnswerMakesNoDoubles() {
        try (LogDelivery delivery = deliver()) {
            delivery.published(publish(10));
            assertThat(delivery.drain(LIMIT)).isTrue();
            mlflow.next(LOSE_ANSWER, LOSE_ANSWER, LOSE_ANSWER);
            delivery.published(publish(20));

            assertThat(delivery.drain(LIMIT)).isTrue();
            assertThat(arrived(delivery)).containsExactlyElementsOf(points(1, 20));
        }
    }

    @Test
    void theNextAttemptSendsTheLastChunkAgainAndGoesOn() {
        try (LogDelivery first = deliver()) {
            first.published(publish(10));
            first.published(publish(20));
            assertThat(first.drain(LIMIT)).isTrue();
            waitForMarker(2);
        }
        publish(30);
        int before = batches();

        try (LogDelivery second = deliver()) {
            assertThat(second.drain(LIMIT)).isTrue();

            assertThat(arrived(second)).containsExactlyElementsOf(points(1, 30));
            assertThat(batches() - before).as("tags, chunk 2 again, chunk 3").isEqualTo(3);
        }
    }

    @Test
    void aMarkerThatIsLostBrokenOrOfAnotherRunOnlyCostsTime() {
        publish(10);
        publish(20);
        Run run = tracker.ensureRun(description("t1", Map.of()));
        List<String> markers = List.of(
                "{\"runId\":\"another\",\"sequence\":2}",
                "rubbish",
                "{\"runId\":\"" + run.runId() + "\",\"sequence\":99}");
        for (String marker : markers) {
            objects.put("checkpoints/t1/delivered.json", marker.getBytes(UTF_8), "application/json");
            try (LogDelivery delivery = deliver()) {
                assertThat(delivery.drain(LIMIT)).as(marker).isTrue();
            }
        }

        assertThat(mlflow.points(run.runId())).containsExactlyElementsOf(points(1, 20));
    }

    @Test
    void aDamagedLogIsReportedAndDoesNotHoldUpTheRest() {
        Manifest first = publish(10);
        publish(20);
        objects.put("checkpoints/t1/blobs/" + first.log().sha256(), new byte[] {1}, "application/octet-stream");

        try (LogDelivery delivery = deliver()) {
            assertThat(delivery.drain(LIMIT)).isTrue();

            assertThat(arrived(delivery)).containsExactlyElementsOf(points(11, 20));
            assertThat(delivery.status().lost()).singleElement().asString().contains("checkpoint 1");
        }
    }

    @Test
    void drainingWithoutAnythingPublishedEndsAtOnce() {
        try (LogDelivery delivery = deliver()) {
            assertThat(delivery.drain(LIMIT)).isTrue();
            assertThat(delivery.status().published()).isZero();
        }
    }

    @Test
    void aClosedDeliverySaysThatItIsNotDone() {
        mlflow.away(true);
        LogDelivery delivery = deliver();
        delivery.published(publish(10));

        delivery.close();

        assertThat(delivery.drain(LIMIT)).isFalse();
    }

    private LogDelivery deliver() {
        return LogDelivery.start(description("t1", Map.of()), checkpoints, tracker, objects, SHORT);
    }

    private Manifest publish(long step) {
        long from = last.map(Manifest::step).orElse(0L) + 1;
        Manifest manifest = checkpoints.publish(
                last,
                new Draft("t1", step, 100, 1, Map.of()),
                Map.of("weights", ("w" + step).getBytes(UTF_8)),
                points(from, step));
        last = Optional.of(manifest);
        return manifest;
    }

    private List<MetricPoint> arrived(LogDelivery delivery) {
        return new ArrayList<>(
                mlflow.points(delivery.status().run().orElseThrow().runId()));
    }

    private int batches() {
        return (int) mlflow.requests().stream().filter("runs/log-batch"::equals).count();
    }

    private void waitForMarker(long sequence) {
        String wanted = "\"sequence\":" + sequence;
        await(() -> objects.get("checkpoints/t1/delivered.json")
                .map(json -> new String(json, UTF_8).contains(wanted))
                .orElse(false));
    }

    private static void waitForProblem(LogDelivery delivery) {
        await(() -> delivery.status().problem().isPresent());
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
