package io.loupe.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LARGE = 1 << 20;

    private final List<Integer> done = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private FaultProxy proxy;
    private HttpClient client;

    /** Writes down how much it was sent, and answers in upper case. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                done.add(text.length());
                byte[] answer = text.toUpperCase(Locale.ROOT).getBytes(UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
        proxy = FaultProxy.before(server.getAddress().getPort());
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        proxy.close();
        server.stop(0);
    }

    @Test
    void withoutFaultItPassesSmallAndLarge() throws Exception {
        assertThat(ask("abc")).isEqualTo("ABC");
        assertThat(ask("x".repeat(LARGE))).isEqualTo("X".repeat(LARGE));
        assertThat(proxy.requests()).isEqualTo(2);
    }

    @Test
    void aResetRequestIsNeverSeenByTheServer() throws Exception {
        proxy.next(Fault.RESET);

        assertThatThrownBy(() -> ask("abc")).isInstanceOf(IOException.class);
        assertThat(done).isEmpty();
        assertThat(ask("abc")).isEqualTo("ABC");
    }

    @Test
    void aLostAnswerIsOfARequestThatWasDone() {
        proxy.next(Fault.LOSE_ANSWER);

        assertThatThrownBy(() -> ask("abc")).isInstanceOf(IOException.class);
        assertThat(done).containsExactly(3);
    }

    @Test
    void aCutRequestReachesTheServerInPartAndACutAnswerTheClient() {
        proxy.next(Fault.CUT_REQUEST, Fault.CUT_ANSWER);

        assertThatThrownBy(() -> ask("x".repeat(LARGE))).isInstanceOf(IOException.class);
        assertThat(done).isEmpty();
        assertThatThrownBy(() -> ask("x".repeat(1000))).isInstanceOf(IOException.class);
        assertThat(done).containsExactly(1000);
    }

    @Test
    void whatHungGoesOnItsWayOnceTheFaultIsLifted() throws Exception {
        assertThat(ask("a")).isEqualTo("A");
        proxy.always(Fault.HANG);

        assertThatThrownBy(() -> ask("abc")).isInstanceOf(HttpTimeoutException.class);
        CompletableFuture<HttpResponse<String>> patient =
                client.sendAsync(request("patient", Duration.ofSeconds(20)), BodyHandlers.ofString());
        assertThat(done).containsExactly(1);
        proxy.always(Fault.PASS);

        assertThat(patient.get(10, TimeUnit.SECONDS).body()).isEqualTo("PATIENT");
    }

    @Test
    void oneRequestMayHangWhileOthersPass() throws Exception {
        proxy.next(Fault.HANG);

        assertThatThrownBy(() -> ask("abc")).isInstanceOf(HttpTimeoutException.class);
        assertThat(ask("def")).isEqualTo("DEF");
        assertThat(done).containsExactly(3);
    }

    @Test
    void slowDelaysAndNothingElse() throws Exception {
        proxy.delay(Duration.ofMillis(100));
        proxy.always(Fault.SLOW);
        long began = System.nanoTime();

        HttpResponse<String> answer = client.send(request("abc", Duration.ofSeconds(20)), BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("ABC");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void refusedConnectionsComeBackOnTheSamePort() throws Exception {
        assertThat(ask("a")).isEqualTo("A");
        int port = proxy.port();
        proxy.always(Fault.REFUSE);

        // A client of its own: the other one may send on the connection that it kept before it sees that it was reset.
        assertThatThrownBy(() -> HttpClient.newHttpClient().send(request("abc", PATIENCE), BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
        proxy.always(Fault.PASS);

        assertThat(proxy.port()).isEqualTo(port);
        assertThat(ask("abc")).isEqualTo("ABC");
    }

    @Test
    void aSwitchReachesConnectionsThatAreOpen() throws Exception {
        assertThat(ask("a")).isEqualTo("A"); // the client keeps this connection
        proxy.always(Fault.LOSE_ANSWER);

        assertThatThrownBy(() -> ask("abc")).isInstanceOf(IOException.class);
    }

    @Test
    void aServerThatIsNotThereYetIsNoReasonNotToStart() throws Exception {
        int free = proxy.port();
        proxy.close();

        try (FaultProxy early = FaultProxy.before(free)) {
            assertThatThrownBy(() -> client.send(request(early.port(), "a", PATIENCE), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            try (FaultProxy late = FaultProxy.on(free, server.getAddress().getPort())) {
                assertThat(late.port()).isEqualTo(free);
                assertThat(client.send(request(early.port(), "a", Duration.ofSeconds(20)), BodyHandlers.ofString())
                                .body())
                        .isEqualTo("A");
            }
        }
    }

    @Test
    void closingEndsWhatHangs() {
        proxy.always(Fault.HANG);
        CompletableFuture<HttpResponse<String>> patient =
                client.sendAsync(request("patient", Duration.ofSeconds(20)), BodyHandlers.ofString());

        proxy.close();

        assertThatThrownBy(() -> patient.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void oneRequestCannotBeRefused() {
        assertThatThrownBy(() -> proxy.next(Fault.REFUSE)).isInstanceOf(IllegalArgumentException.class);
    }

    private String ask(String text) throws IOException, InterruptedException {
        return client.send(request(text, PATIENCE.plusSeconds(text.length() > 100 ? 10 : 0)), BodyHandlers.ofString())
                .body();
    }

    private HttpRequest request(String text, Duration limit) {
        return request(proxy.port(), text, limit);
    }

    private static HttpRequest request(int port, String text, Duration limit) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(limit)
                .POST(BodyPublishers.ofString(text))
                .build();
    }
}
