package io.loupe.tracking.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loupe.tracking.checkpoint.MetricPoint;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an MLflow server holds and its rules: unique experiment names, any number of runs, write-once parameters, points
 * keyed by all their parts, deleted things that refuse writes. Thread-safe.
 */
final class MlflowMemory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> experiments = new LinkedHashMap<>();
    private final Map<String, StoredRun> runs = new LinkedHashMap<>();
    private int created;

    /** What MLflow says no with. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }

        /** Of HTTP. */
        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }

    synchronized List<StoredRun> runs() {
        return List.copyOf(runs.values());
    }

    synchronized List<StoredRun> activeRuns(String kind) {
        return runs.values().stream()
                .filter(run -> run.stage.equals("active") && kind.equals(run.tags.get("loupe.kind")))
                .toList();
    }

    synchronized StoredRun run(String id) {
        return runs.get(id);
    }

    synchronized List<MetricPoint> points(String id) {
        return List.copyOf(runs.get(id).points);
    }

    synchronized Set<String> experiments() {
        return Set.copyOf(experiments.keySet());
    }

    synchronized void forget() {
        experiments.clear();
        runs.clear();
    }

    /** @param path below {@code /api/2.0/mlflow/} */
    synchronized ObjectNode answer(String path, JsonNode request, Map<String, String> query) throws Refused {
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
                        "%032x".formatted(++created),
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
}
