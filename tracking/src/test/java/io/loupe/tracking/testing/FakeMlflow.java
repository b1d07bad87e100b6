package io.loupe.tracking.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * As much of MLflow's tracking server as the tracker asks for, in memory: unique experiment names, any number of runs,
 * write-once parameters, points keyed by all their parts, deleted things that refuse writes. Faults hit the next requests.
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

    /** A run as the server holds it. */
    public static final class StoredRun {
        public final String id;
        public final String experiment;
        public String name = "";
        public String status = "RUNNING";
        public long endTime;
        public String stage = "active";
        public long startTime;
        public final Map<String, String> tags = new LinkedHashMap<>();
        public final Map<String, String> params = new LinkedHashMap<>();
        public final Set<MetricPoint> points = new LinkedHashSet<>();
        public final Set<String> datasets = new LinkedHashSet<>();

        StoredRun(String id, String experiment) {
            this.id = id;
            this.experiment = experiment;
        }
    }

    private final HttpServer server;
    private final Map<String, String> experiments = new LinkedHashMap<>();
    private final Map<String, StoredRun> runs = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new ArrayList<>();
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

    public synchronized List<StoredRun> runs() {
        return List.copyOf(runs.values());
    }

    public synchronized List<StoredRun> activeRuns(String kind) {
        return runs.values().stream()
                .filter(run -> run.stage.equals("active") && kind.equals(run.tags.get("loupe.kind")))
                .toList();
    }

    public synchronized StoredRun run(String id) {
        return runs.get(id);
    }

    public synchronized List<MetricPoint> points(String id) {
        return List.copyOf(runs.get(id).points);
    }

    public synchronized Set<String> experiments() {
        return Set.copyOf(experiments.keySet());
    }

    /** Forgets everything, as a server with a new database has. */
    public synchronized void forget() {
        experiments.clear();
        runs.clear();
    }

    public synchronized List<String> requests() {
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
            answer = route(path, request, query(exchange));
        } catch (Refused e) {
            answer = error(e.code, e.getMessage());
            status = e.status;
        }
        if (fault == Fault.LOSE_ANSWER || path.equals(lostPath)) {
            lostPath = "";
            exchange.close();
            return;
        }
        answer(exchange, status, answer);
    }

    private synchronized ObjectNode route(String path, JsonNode request, Map<String, String> query) throws Refused {
        requests.add(path);
        ObjectNode answer = JSON.createObjectNode();
        switch (path) {
            case "experiments/get-by-name" -> {
                String id = experiments.get(query.get("experiment_name"));
                if (id == null) {
                    throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "no such experiment");
                }
                answer.set("experiment", experiment(id));
            }
            case "experiments/get" -> answer.set("experiment", experiment(query.get("experiment_id")));
            case "experiments/create" -> {
                String name = request.get("name").asText();
                if (experiments.containsKey(name)) {
                    throw new Refused(400, "RESOURCE_ALREADY_EXISTS", "experiment " + name + " exists");
                }
                String id = String.valueOf(experiments.size() + 1);
                experiments.put(name, id);
                answer.put("experiment_id", id);
            }
            case "runs/create" -> {
                StoredRun run = new StoredRun(
                        "%032x".formatted(runs.size() + 1),
                        request.get("experiment_id").asText());
                run.name = request.path("run_name").asText();
                run.startTime = request.path("start_time").asLong();
                request.path("tags")
                        .forEach(tag -> run.tags.put(
                                tag.get("key").asText(), tag.get("value").asText()));
                runs.put(run.id, run);
                answer.set("run", json(run));
            }
            case "runs/get" -> answer.set("run", json(existing(query.get("run_id"))));
            case "runs/search" -> answer.set("runs", search(request));
            case "runs/delete" -> existing(id(request)).stage = "deleted";
            case "runs/restore" -> existing(id(request)).stage = "active";
            case "runs/update" -> {
                StoredRun run = active(id(request));
                run.status = request.path("status").asText(run.status);
                run.endTime = request.path("end_time").asLong(run.endTime);
                answer.set("run_info", json(run).get("info"));
            }
            case "runs/log-batch" -> logBatch(active(id(request)), request);
            case "runs/log-inputs" -> {
                StoredRun run = active(id(request));
                request.path("datasets")
                        .forEach(input -> run.datasets.add(
                                input.get("dataset").get("name").asText() + "@"
                                        + input.get("dataset").get("digest").asText()));
            }
            default -> throw new Refused(404, "ENDPOINT_NOT_FOUND", path);
        }
        return answer;
    }

    private static void logBatch(StoredRun run, JsonNode request) throws Refused {
        for (JsonNode metric : request.path("metrics")) {
            if (metric.get("key").asText().contains("*")) {
                throw new Refused(400, "INVALID_PARAMETER_VALUE", "Invalid metric name");
            }
        }
        request.path("metrics")
                .forEach(metric -> run.points.add(new MetricPoint(
                        metric.get("key").asText(),
                        Double.parseDouble(metric.path("value").asText("0")),
                        metric.path("step").asLong(),
                        metric.path("timestamp").asLong())));
        for (JsonNode param : request.path("params")) {
            String before = run.params.putIfAbsent(
                    param.get("key").asText(), param.path("value").asText());
            if (before != null && !before.equals(param.path("value").asText())) {
                throw new Refused(400, "INVALID_PARAMETER_VALUE", "Changing param values is not allowed");
            }
        }
        request.path("tags")
                .forEach(tag ->
                        run.tags.put(tag.get("key").asText(), tag.path("value").asText()));
    }

    /** Understands what the tracker asks: {@code tags."a" = 'x' and tags."b" = 'y'}, oldest first. */
    private ArrayNode search(JsonNode request) {
        Map<String, String> wanted = new HashMap<>();
        for (String condition : request.path("filter").asText().split(" and ", -1)) {
            String[] sides = condition.split(" = ", -1);
            wanted.put(sides[0].replace("tags.\"", "").replace("\"", ""), sides[1].replace("'", ""));
        }
        ArrayNode found = JSON.createArrayNode();
        runs.values().stream()
                .filter(run -> run.stage.equals("active")
                        && request.path("experiment_ids").toString().contains("\"" + run.experiment + "\"")
                        && run.tags.entrySet().containsAll(wanted.entrySet()))
                .forEach(run -> found.add(json(run)));
        return found;
    }

    private static String id(JsonNode request) {
        return request.path("run_id").asText(request.path("run_uuid").asText());
    }

    private StoredRun existing(String id) throws Refused {
        StoredRun run = runs.get(id);
        if (run == null) {
            throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "Run with id=" + id + " not found");
        }
        return run;
    }

    private StoredRun active(String id) throws Refused {
        StoredRun run = existing(id);
        if (!run.stage.equals("active")) {
            throw new Refused(
                    400,
                    "INVALID_PARAMETER_VALUE",
                    "The run " + id + " must be in the 'active' state. Current state is deleted.");
        }
        return run;
    }

    private static ObjectNode experiment(String id) {
        return JSON.createObjectNode()
                .put("experiment_id", id)
                .put("name", "experiment " + id)
                .put("lifecycle_stage", "active");
    }

    private static ObjectNode json(StoredRun run) {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("info")
                .put("run_id", run.id)
                .put("run_uuid", run.id)
                .put("experiment_id", run.experiment)
                .put("status", run.status)
                .put("lifecycle_stage", run.stage)
                .put("artifact_uri", "s3://loupe/mlflow/" + run.experiment + "/" + run.id + "/artifacts");
        ArrayNode params = json.putObject("data").putArray("params");
        run.params.forEach((key, value) -> params.addObject().put("key", key).put("value", value));
        return json;
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

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }
}
