package io.loupe.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The API's JSON as records. */
final class Views {

    private static final String RUNNING = "RUNNING";
    private static final String SUCCEEDED = "SUCCEEDED";

    private Views() {}

    static ImportView importJob(JsonNode json) {
        String state = json.path("state").asText();
        List<String> problems = new ArrayList<>();
        json.path("problems").forEach(problem -> problems.add(problem(problem)));
        return new ImportView(
                state.equals(RUNNING),
                state.equals(SUCCEEDED),
                json.path("message").asText(),
                problems,
                importProgress(json.path("progress")));
    }

    private static Optional<ImportView.Progress> importProgress(JsonNode json) {
        return json.isObject()
                ? Optional.of(new ImportView.Progress(
                        json.path("phase").asText(""),
                        json.path("done").asLong(),
                        json.path("total").asLong()))
                : Optional.empty();
    }

    /** {@code path: message}. */
    static String problem(JsonNode json) {
        String path = json.path("path").asText("");
        String message = json.path("message").asText("");
        return path.isEmpty() ? message : path + ": " + message;
    }

    static ExperimentView experiment(JsonNode json, URI base) {
        List<TrialView> trials = new ArrayList<>();
        json.path("cells")
                .forEach(cell -> trials.add(trial(cell, cell.path("trial").asText(), base)));
        return new ExperimentView(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("state").asText(),
                links(json.path("links"), base).getOrDefault("page", ""),
                trials);
    }

    static TrialView trial(JsonNode json, URI base) {
        return trial(json, json.path("id").asText(), base);
    }

    private static TrialView trial(JsonNode json, String id, URI base) {
        String arm = json.path("arm").asText();
        String label = json.path("category").asText() + " / " + arm + " / seed "
                + json.path("seed").asText();
        JsonNode progress = json.path("progress");
        JsonNode failure = json.path("failure");
        return new TrialView(
                id,
                arm,
                label,
                json.path("state").asText(),
                progress.isObject() ? Optional.of(progress(progress)) : Optional.empty(),
                failure.isObject() ? Optional.of(failure(failure)) : Optional.empty(),
                numbers(json.path("metrics")),
                links(json.path("links"), base));
    }

    private static TrialView.Progress progress(JsonNode json) {
        return new TrialView.Progress(
                json.path("phase").asText(),
                json.path("step").asLong(),
                json.path("total").asLong(),
                json.path("stepsPerSecond").asDouble(),
                json.path("losses").path("train/loss").asDouble(Double.NaN));
    }

    /** {@code cause (place); advice}. */
    private static String failure(JsonNode json) {
        String place = json.path("place").asText("");
        String advice = json.path("advice").asText("");
        return json.path("cause").asText()
                + (place.isEmpty() ? "" : " (" + place + ")")
                + (advice.isEmpty() ? "" : "; " + advice);
    }

    private static Map<String, Double> numbers(JsonNode json) {
        Map<String, Double> numbers = new HashMap<>();
        json.properties().forEach(entry -> {
            if (entry.getValue().isNumber()) {
                numbers.put(entry.getKey(), entry.getValue().asDouble());
            }
        });
        return numbers;
    }

    private static Map<String, String> links(JsonNode json, URI base) {
        Map<String, String> links = new HashMap<>();
        json.properties()
                .forEach(link -> links.put(
                        link.getKey(), base.resolve(link.getValue().asText()).toString()));
        return links;
    }

    /** Paths; the list may hold them alone or as entries with more. */
    static List<String> artifacts(JsonNode json) {
        Stream<JsonNode> entries =
                json.isArray() ? json.valueStream() : json.path("artifacts").valueStream();
        return entries.map(entry ->
                        entry.isTextual() ? entry.asText() : entry.path("path").asText())
                .toList();
    }
}
