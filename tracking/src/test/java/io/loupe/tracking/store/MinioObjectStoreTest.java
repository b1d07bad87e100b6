package io.loupe.tracking.store;

import static io.loupe.faults.Fault.CUT_ANSWER;
import static io.loupe.faults.Fault.HANG;
import static io.loupe.faults.Fault.LOSE_ANSWER;
import static io.loupe.faults.Fault.RESET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.loupe.faults.FaultProxy;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.retry.RetryPolicy;
import io.loupe.tracking.testing.S3Server;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinioObjectStoreTest extends ObjectStoreContract {
    private static final StorePatience QUICK = new StorePatience(
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            new RetryPolicy(4, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(20)));

    @TempDir
    static Path serverFolder;

    private static S3Server server;
    private static MinioObjectStore direct;

    private FaultProxy proxy;
    private MinioObjectStore store;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start(serverFolder);
        direct = new MinioObjectStore(server.settings());
        direct.ensureBucket();
    }

    @AfterAll
    static void stopServer() throws Exception {
        direct.close();
        server.close();
    }

    @BeforeEach
    void startProxy() throws Exception {
        proxy = FaultProxy.before(server.port());
        store = new MinioObjectStore(S3Server.settingsVia(proxy.port()), QUICK);
    }

    @AfterEach
    void stopProxy() throws Exception {
        store.close();
        proxy.close();
    }

    @Override
    ObjectStore store() {
        return direct;
    }

    @Test
    void aBucketIsCreatedOnceAndFoundAgain() throws Exception {
        StoreSettings other = new StoreSettings(
                server.settings().endpoint(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY, "another", "us-east-1");
        try (MinioObjectStore objects = new MinioObjectStore(other, QUICK)) {
            objects.ensureBucket();
            objects.ensureBucket();

            objects.put("a", new byte[1], "text/plain");
            assertThat(objects.list("")).containsExactly("a", "probes/create-if-absent");
        }
    }

    @Test
    void resetsAndLostAnswersOfAWriteAreHarmless() {
        proxy.next(RESET, LOSE_ANSWER);

        store.put(prefix + "a", "content".getBytes(UTF_8), "text/plain");

        assertThat(direct.get(prefix + "a")).hasValue("content".getBytes(UTF_8));
    }

    @Test
    void aHungServerIsGivenUpAndAskedAgain() {
        direct.put(prefix + "a", new byte[] {5}, "text/plain");
        proxy.next(HANG);

        assertThat(store.get(prefix + "a")).hasValue(new byte[] {5});
    }

    @Test
    void anAnswerThatEndsEarlyIsAskedForAgain() {
        byte[] content = new byte[200_000];
        direct.put(prefix + "a", content, "text/plain");
        proxy.next(CUT_ANSWER);

        assertThat(store.get(prefix + "a")).hasValue(content);
        proxy.next(CUT_ANSWER);
        assertThat(store.download(prefix + "a", folder.resolve("a"))).isTrue();
        assertThat(folder.resolve("a")).hasBinaryContent(content);
    }

    @Test
    void whoCreatedItKnowsSoThoughTheAnswerWasLost() {
        proxy.next(LOSE_ANSWER);

        assertThat(store.putIfAbsent(prefix + "a", new byte[] {1}, "text/plain"))
                .isTrue();
        assertThat(store.putIfAbsent(prefix + "a", new byte[] {1}, "text/plain"))
                .isFalse();
    }

    @Test
    void whoCameSecondKnowsSoThoughTheFirstTryWasReset() {
        direct.putIfAbsent(prefix + "a", new byte[] {1}, "text/plain");
        proxy.next(RESET);

        assertThat(store.putIfAbsent(prefix + "a", new byte[] {2}, "text/plain"))
                .isFalse();
        assertThat(direct.get(prefix + "a")).hasValue(new byte[] {1});
    }

    @Test
    void aServerThatStaysAwayIsTemporaryAndTheMessageSaysHowOftenItWasTried() {
        proxy.always(RESET);

        TrackingException e = catchThrowableOfType(TrackingException.class, () -> store.get(prefix + "a"));

        assertThat(e.temporary()).isTrue();
        assertThat(e).hasMessageContainingAll("does not answer", "read " + prefix + "a", "4 tries");
    }

    @Test
    void aPortWithoutAServerIsTemporary() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (MinioObjectStore nobody = new MinioObjectStore(S3Server.settingsVia(free), QUICK)) {
            TrackingException e = catchThrowableOfType(TrackingException.class, nobody::ensureBucket);

            assertThat(e.temporary()).isTrue();
            assertThat(e).hasMessageContaining("http://127.0.0.1:" + free + "/loupe does not answer");
        }
    }

    @Test
    void wrongCredentialsFailAtOnceAndNameTheKey() {
        StoreSettings wrong = new StoreSettings(
                "http://127.0.0.1:" + proxy.port(), S3Server.ACCESS_KEY, "not-the-secret", "loupe", "us-east-1");
        try (MinioObjectStore refused = new MinioObjectStore(wrong, QUICK)) {
            TrackingException e =
                    catchThrowableOfType(TrackingException.class, () -> refused.put("a", new byte[1], "text/plain"));

            assertThat(e.temporary()).isFalse();
            assertThat(e).hasMessageContainingAll("refused access key \"test-access\"", "403", "write a");
            assertThat(e).hasMessageNotContainingAny("not-the-secret");
            assertThat(proxy.requests()).isEqualTo(1);
        }
    }

    @Test
    void aMissingBucketFailsAtOnceAndNamesIt() {
        StoreSettings missing = new StoreSettings(
                "http://127.0.0.1:" + proxy.port(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY, "absent", "us-east-1");
        try (MinioObjectStore nowhere = new MinioObjectStore(missing, QUICK)) {
            assertThatThrownBy(() -> nowhere.put("a", new byte[1], "text/plain"))
                    .isInstanceOfSatisfying(TrackingException.class, e -> assertThat(e.temporary())
                            .isFalse())
                    .hasMessageContaining("has no bucket \"absent\"");
            assertThat(proxy.requests()).isEqualTo(1);
            assertThatThrownBy(() -> nowhere.list("a")).hasMessageContaining("has no bucket \"absent\"");
        }
    }

    @Test
    void slowDownsAndServerErrorsAreTriedAgainUntilTheyPass() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer moody = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        moody.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            int number = asked.incrementAndGet();
            byte[] body = ("<Error><Code>" + (number == 1 ? "SlowDown" : "InternalError") + "</Code></Error>")
                    .getBytes(UTF_8);
            if (number <= 3) {
                boolean gateway = number == 3;
                exchange.getResponseHeaders().set("Content-Type", gateway ? "text/html" : "application/xml");
                exchange.sendResponseHeaders(gateway ? 502 : 503, body.length);
                exchange.getResponseBody().write(body);
            } else {
                exchange.getResponseHeaders().set("ETag", "\"0\"");
                exchange.sendResponseHeaders(200, -1);
            }
            exchange.close();
        });
        moody.start();
        try (MinioObjectStore objects =
                new MinioObjectStore(S3Server.settingsVia(moody.getAddress().getPort()), QUICK)) {
            objects.put("a", new byte[1], "text/plain");

            assertThat(asked).hasValue(4);
        } finally {
            moody.stop(0);
        }
    }

    @Test
    void aServerThatIgnoresConditionsIsRefused() throws Exception {
        HttpServer obliging = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        obliging.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("ETag", "\"0\"");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        obliging.start();
        try (MinioObjectStore objects =
                new MinioObjectStore(S3Server.settingsVia(obliging.getAddress().getPort()), QUICK)) {
            assertThatThrownBy(objects::ensureBucket).hasMessageContaining("ignores the condition If-None-Match");
        } finally {
            obliging.stop(0);
        }
    }

    @Test
    void aFullOrForbiddenDiskIsNotBlamedOnTheStore() throws Exception {
        direct.put(prefix + "a", new byte[1], "text/plain");
        Path file = Files.writeString(folder.resolve("a-file"), "x");

        assertThatThrownBy(() -> store.download(prefix + "a", file.resolve("below")))
                .isInstanceOfSatisfying(
                        TrackingException.class, e -> assertThat(e.temporary()).isFalse())
                .hasMessageContaining("cannot write");
    }

    @Test
    void anAddressThatIsNoneIsSaidPlainly() {
        assertThatThrownBy(() ->
                        new MinioObjectStore(new StoreSettings("127.0.0.1:9000/x y", "a", "b", "loupe", "us-east-1")))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("is not an address");
    }
}
