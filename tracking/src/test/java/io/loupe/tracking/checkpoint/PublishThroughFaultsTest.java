package io.loupe.tracking.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.faults.Fault;
import io.loupe.faults.FaultProxy;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.checkpoint.CheckpointStore.Draft;
import io.loupe.tracking.checkpoint.CheckpointStore.Restored;
import io.loupe.tracking.retry.RetryPolicy;
import io.loupe.tracking.store.MinioObjectStore;
import io.loupe.tracking.store.StorePatience;
import io.loupe.tracking.testing.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkpoints over a network that fails in every way there is: while one is written, and while one is read. */
@Timeout(60)
class PublishThroughFaultsTest {
    private static final StorePatience QUICK = new StorePatience(
            Duration.ofMillis(600),
            Duration.ofMillis(400),
            new RetryPolicy(3, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(5)));
    /** Enough to be cut in its middle. */
    private static final int WEIGHTS = 300_000;

    @TempDir
    private static Path folder;

    private static S3Server server;
    private static MinioObjectStore direct;

    private FaultProxy proxy;
    private MinioObjectStore store;
    private PublishedCheckpoints checkpoints;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start(folder);
        direct = new MinioObjectStore(server.settings());
        direct.ensureBucket();
    }

    @AfterAll
    static void stopServer() throws Exception {
        direct.close();
        server.close();
    }

    @BeforeEach
    void start() {
        proxy = FaultProxy.before(server.port());
        proxy.delay(Duration.ofMillis(100));
        store = new MinioObjectStore(S3Server.settingsVia(proxy.port()), QUICK);
        checkpoints = new PublishedCheckpoints(store);
    }

    @AfterEach
    void stop() {
        store.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "PASS")
    void aFaultThatLastsAwhileDelaysACheckpointAndChangesNothing(Fault fault) {
        String trial = "while-" + fault;
        Manifest first = publish(trial, Optional.empty(), 10);
        proxy.always(fault);
        Thread lifting = liftLater(2);

        Manifest second = publish(trial, Optional.of(first), 20);
        join(lifting);
        proxy.always(Fault.PASS);
        publish(trial, Optional.of(second), 30);

        assertSound(trial, 30);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PASS", "REFUSE", "SLOW"})
    void aFaultAtAnyOneRequestOfACheckpointIsHarmless(Fault fault) {
        String trial = "one-" + fault;
        Optional<Manifest> last = Optional.empty();
        int before = proxy.requests();
        last = Optional.of(publish(trial, last, 10));
        int requests = proxy.requests() - before;

        for (int struck = 0; struck <= requests; struck++) {
            Fault[] next = new Fault[struck + 1];
            java.util.Arrays.fill(next, Fault.PASS);
            next[struck] = fault;
            proxy.next(next);
            last = Optional.of(publish(trial, last, last.get().step() + 10));
        }

        assertThat(requests).isGreaterThan(3);
        assertSound(trial, last.get().step());
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "PASS")
    void aFaultWhileACheckpointIsReadIsNotTakenForDamage(Fault fault) {
        String trial = "read-" + fault;
        publish(trial, Optional.empty(), 10);
        proxy.always(fault);
        Thread lifting = liftLater(2);

        Optional<Restored> restored = Optional.empty();
        while (restored.isEmpty()) {
            try {
                restored = Optional.of(new PublishedCheckpoints(store).restore(trial));
            } catch (TrackingException again) {
                assertThat(again.temporary()).as(again.getMessage()).isTrue();
            }
        }
        join(lifting);

        assertThat(restored.get().damaged()).isEmpty();
        assertThat(restored.get().manifest()).map(Manifest::step).hasValue(10L);
        assertThat(restored.get().parts().get("weights")).isEqualTo(weights(10));
    }

    /** Lifts the fault once it has struck a few times, or after a while where nothing gets as far as the proxy. */
    private Thread liftLater(int strikes) {
        int seen = proxy.requests();
        return Thread.ofVirtual().start(() -> {
            long end = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
            while (proxy.requests() < seen + strikes && System.nanoTime() < end) {
                Thread.onSpinWait();
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            proxy.always(Fault.PASS);
        });
    }

    /** As a worker does it: again and again while the store is away. */
    private Manifest publish(String trial, Optional<Manifest> previous, long step) {
        while (true) {
            try {
                return checkpoints.publish(
                        previous,
                        new Draft(trial, step, 1000, 1, Map.of()),
                        Map.of("weights", weights(step)),
                        points(previous.map(Manifest::step).orElse(0L) + 1, step));
            } catch (TrackingException again) {
                assertThat(again.temporary()).as(again.getMessage()).isTrue();
            }
        }
    }

    private static void assertSound(String trial, long last) {
        PublishedCheckpoints fresh = new PublishedCheckpoints(direct);
        List<Manifest> history = fresh.history(trial);
        assertThat(history)
                .extracting(Manifest::step)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, last / 10)
                        .map(n -> n * 10)
                        .boxed()
                        .toList());
        List<MetricPoint> recorded = new ArrayList<>();
        history.forEach(manifest -> recorded.addAll(fresh.log(manifest)));
        assertThat(recorded).containsExactlyElementsOf(points(1, last));
        Restored restored = fresh.restore(trial);
        assertThat(restored.damaged()).isEmpty();
        assertThat(restored.parts().get("weights")).isEqualTo(weights(last));
    }

    private static List<MetricPoint> points(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(step -> new MetricPoint("train/loss", 1.0 / step, step, 1_000 + step))
                .toList();
    }

    private static byte[] weights(long step) {
        byte[] weights = new byte[WEIGHTS];
        byte[] text = ("weights of step " + step).getBytes(UTF_8);
        System.arraycopy(text, 0, weights, 0, text.length);
        return weights;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
