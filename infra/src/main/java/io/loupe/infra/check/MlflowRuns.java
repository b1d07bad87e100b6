package io.loupe.infra.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads MLflow: the active runs of trials, with every point. */
final class MlflowRuns {

    private static final int PAGE = 1000;
    private static final int POINTS = 25_000;

    private final URI server;
    private final Json json = new Json();

    MlflowRuns(URI server) {
        this.server = server;
    }

    Map<String, List<Snapshot.Run>> byTrial() {
        Map<String, List<Snapshot.Run>> runs = new HashMap<>();
        for (String experiment : experiments()) {
            ObjectNode search = Json.object().put("max_results", PAGE).put("filter", "tags.\"loupe.kind\" = 'trial'");
            search.putArray("experiment_ids").add(experiment);
            for (JsonNode run : pages("runs/search", search, "runs")) {
                for (JsonNode tag : run.path("data").path("tags")) {
                    if (tag.path("key").asText().equals("loupe.trial")) {
                        runs.computeIfAbsent(tag.path("value").asText(), id -> new ArrayList<>())
                                .add(run(run));
                    }
                }
            }
        }
        return runs;
    }

    private List<String> experiments() {
        List<String> ids = new ArrayList<>();
        pages("experiments/search", Json.object().put("max_results", PAGE), "experiments")
                .forEach(experiment -> ids.add(experiment.path("experiment_id").asText()));
        return ids;
    }

    private Snapshot.Run run(JsonNode run) {
        String id = run.path("info").path("run_id").asText();
        List<Point> points = new ArrayList<>();
        for (JsonNode metric : run.path("data").path("metrics")) {
            String name = metric.path("key").asText();
            points.addAll(history(id, name));
        }
        return new Snapshot.Run(id, run.path("info").path("status").asText(), points);
    }

    private List<Point> history(String run, String metric) {
        List<Point> points = new ArrayList<>();
        String token = "";
        do {
            JsonNode page = json.get(api("metrics/get-history?max_results=" + POINTS + "&run_id=" + run + "&metric_key="
                    + Json.encode(metric) + (token.isEmpty() ? "" : "&page_token=" + Json.encode(token))));
            for (JsonNode point : page.path("metrics")) {
                points.add(new Point(
                        metric,
                        point.path("step").asLong(),
                        Double.parseDouble(point.path("value").asText()),
                        point.path("timestamp").asLong()));
            }
            token = page.path("next_page_token").asText("");
        } while (!token.isEmpty());
        return points;
    }

    private List<JsonNode> pages(String path, ObjectNode request, String field) {
        List<JsonNode> all = new ArrayList<>();
        String token = "";
        do {
            if (!token.isEmpty()) {
                request.put("page_token", token);
            }
            JsonNode page = json.post(api(path), request);
            page.path(field).forEach(all::add);
            token = page.path("next_page_token").asText("");
        } while (!token.isEmpty());
        return all;
    }

    private URI api(String path) {
        return server.resolve("/api/2.0/mlflow/" + path);
    }
}
