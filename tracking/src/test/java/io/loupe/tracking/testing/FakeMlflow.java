package io.loupe.tracking.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.loupe.tracking.checkpoint.MetricPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * As much of MLflow's tracking server as the tracker asks for, with the rules of {@link MlflowMemory}. Faults hit the next
 * requests.
 */
public final class FakeMlflow implements AutoCloseable {
    /** What happens to a request. */
    public enum Fault {
        ERROR_500,
        TOO_MANY_REQUESTS,
        /** What MLflow says when two callers write the same row at once. */
        COLLISION,
        HANG,
        /** It is done, and the connection is closed without an answer. */
        LOSE_ANSWER
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final MlflowMemory memory = new MlflowMemory();
    private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile String lostPath = "";

    private FakeMlflow(HttpServer server) {
        this.server = server;
    }

    public static FakeMlflow start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeMlflow fake = new FakeMlflow(server);
        server.createContext("/api/2.0/mlflow/", fake::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return fake;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void next(Fault... upcoming) {
        faults.addAll(Arrays.asList(upcoming));
    }

    /** The next request to that path is done and not answered. */
    public void loseAnswerOf(String path) {
        lostPath = path;
    }

    /** Whether every request fails with 503. */
    public void away(boolean isAway) {
        away = isAway;
    }

    public List<StoredRun> runs() {
        return memory.runs();
    }

    public List<StoredRun> activeRuns(String kind) {
        return memory.activeRuns(kind);
    }

    public StoredRun run(String id) {
        return memory.run(id);
    }

    public List<MetricPoint> points(String id) {
        return memory.points(id);
    }

    public Set<String> experiments() {
        return memory.experiments();
    }

    /** Forgets everything, as a server with a new database has. */
    public void forget() {
        memory.forget();
    }

    /** Paths asked for so far, but for requests that met a fault first. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath().substring("/api/2.0/mlflow/".length());
        Fault fault = away ? Fault.ERROR_500 : faults.poll();
        if (fault == Fault.ERROR_500 || fault == Fault.TOO_MANY_REQUESTS) {
            answer(exchange, fault == Fault.ERROR_500 ? 503 : 429, error("INTERNAL_ERROR", "not now"));
            return;
        }
        if (fault == Fault.COLLISION) {
            answer(exchange, 400, error("BAD_REQUEST", "(sqlite3.IntegrityError) UNIQUE constraint failed: inputs"));
            return;
        }
        if (fault == Fault.HANG) {
            awaitClose();
            return;
        }
        ObjectNode answer;
        int status = 200;
        try {
            JsonNode request = body.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
            requests.add(path);
            answer = memory.answer(path, request, query(exchange));
        } catch (MlflowMemory.Refused e) {
            answer = error(e.code(), e.getMessage());
            status = e.status();
        }
        if (fault == Fault.LOSE_ANSWER || path.equals(lostPath)) {
            lostPath = "";
            exchange.close();
            return;
        }
        answer(exchange, status, answer);
    }

    private static ObjectNode error(String code, String message) {
        return JSON.createObjectNode().put("error_code", code).put("message", message);
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode json) throws IOException {
        byte[] body = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                String[] sides = pair.split("=", 2);
                query.put(sides[0], URLDecoder.decode(sides[1], UTF_8));
            }
        }
        return query;
    }
}
