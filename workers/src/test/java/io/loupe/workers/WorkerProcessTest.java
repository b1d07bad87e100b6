package io.loupe.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.loupe.tracking.TrackingException;
import io.loupe.workers.log.RecentLog;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker's start, with Temporal away. */
@Timeout(60)
class WorkerProcessTest {
    private static final String BUCKET = "/loupe";

    @TempDir
    private Path folder;

    private HttpServer store;

    @BeforeEach
    void open() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.start();
    }

    @AfterEach
    void close() {
        store.stop(0);
    }

    @Test
    void theBucketIsMadeBeforeTasksAreAskedFor() throws Exception {
        AtomicBoolean made = new AtomicBoolean();
        AtomicBoolean probed = new AtomicBoolean();
        CountDownLatch refused = new CountDownLatch(1);
        answer(exchange -> {
            boolean bucket =
                    exchange.getRequestURI().getPath().replaceAll("/$", "").equals(BUCKET);
            if (bucket && exchange.getRequestMethod().equals("PUT")) {
                made.set(true);
            }
            if (bucket || !made.get()) {
                return made.get() ? 200 : 404;
            }
            assertThat(exchange.getRequestHeaders().getFirst("If-None-Match")).isEqualTo("*");
            if (!probed.getAndSet(true)) {
                return 200;
            }
            refused.countDown();
            return 412;
        });

        try (WorkerProcess process = process()) {
            Thread starting = Thread.ofVirtual().start(() -> start(process));

            assertThat(refused.await(30, TimeUnit.SECONDS))
                    .as("the condition was tried")
                    .isTrue();
            assertThat(made).isTrue();
            assertThat(starting.isAlive()).as("Temporal is waited for").isTrue();
        }
    }

    @Test
    void aStoreThatIgnoresConditionsEndsTheWorkerWithAPlainMessage() {
        answer(exchange -> 200);

        theStartFailsWith("ignores the condition If-None-Match");
    }

    @Test
    void refusedCredentialsEndTheWorkerWithAPlainMessage() {
        answer(exchange -> 403);

        theStartFailsWith("refused access key \"key\"");
    }

    private void theStartFailsWith(String message) {
        try (WorkerProcess process = process()) {
            assertThatThrownBy(process::start)
                    .isInstanceOf(TrackingException.class)
                    .hasMessageContaining(message);
        }
    }

    private static void start(WorkerProcess process) {
        try {
            process.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param status of the answer to each request */
    private void answer(ToIntFunction<HttpExchange> status) {
        store.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            int code = status.applyAsInt(exchange);
            exchange.getResponseHeaders().set("ETag", "\"0\"");
            exchange.sendResponseHeaders(code, -1);
            exchange.close();
        });
    }

    private WorkerProcess process() {
        WorkerConfig config = new SmallRyeConfigBuilder()
                .withMapping(WorkerConfig.class)
                .withDefaultValues(Map.of(
                        "loupe.store.endpoint",
                                "http://127.0.0.1:" + store.getAddress().getPort(),
                        "loupe.store.access-key", "key",
                        "loupe.store.secret-key", "secret",
                        "loupe.mlflow.url", "http://127.0.0.1:1",
                        "loupe.temporal.address", "127.0.0.1:1",
                        "loupe.worker.cache", folder.toString()))
                .build()
                .getConfigMapping(WorkerConfig.class);
        return new WorkerProcess(config, new RecentLog());
    }
}
