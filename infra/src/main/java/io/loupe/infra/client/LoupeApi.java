package io.loupe.infra.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the launcher asks of web, below {@code /api/v1}. */
public final class LoupeApi {

    private static final int NOT_FOUND = 404;

    private final URI base;
    private final Http http = new Http();

    /** @param page address of web, without a path */
    public LoupeApi(URI page) {
        this.base = page;
    }

    /** A dataset, empty if the catalogue has none of that name. */
    public Optional<DatasetView> dataset(String name) {
        try {
            return Optional.of(Views.dataset(get("/api/v1/datasets/" + encode(name))));
        } catch (ApiException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Begins an import of {@code folder} as {@code name}.
     *
     * @throws ApiException if the API refuses it
     */
    public void importDataset(String name, Path folder) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("folder", folder.toAbsolutePath().toString());
        try {
            post("/api/v1/datasets", "application/json", http.mapper().writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two strings are always JSON", e);
        }
    }

    /**
     * Submits an experiment document.
     *
     * @param document YAML or JSON (which is YAML)
     * @return the experiment's id
     * @throws ApiException with every problem of the document
     */
    public String submit(String document) {
        return post("/api/v1/experiments", "application/yaml", document)
                .path("id")
                .asText();
    }

    public ExperimentView experiment(String id) {
        return Views.experiment(get("/api/v1/experiments/" + encode(id)), base);
    }

    public TrialView trial(String id) {
        return Views.trial(get("/api/v1/trials/" + encode(id)), base);
    }

    /** Every trial of an experiment, in its order. */
    public List<TrialView> trials(ExperimentView experiment) {
        return experiment.trials().stream().map(this::trial).toList();
    }

    /** Paths of a trial's artifacts, relative to the root of its MLflow run. */
    public List<String> artifacts(String trial) {
        return Views.artifacts(get("/api/v1/trials/" + encode(trial) + "/artifacts"));
    }

    /**
     * Asks for a change such as {@code resume}.
     *
     * @throws ApiException if the trial's state does not allow it
     */
    public void tell(String trial, String verb) {
        post("/api/v1/trials/" + encode(trial) + ":" + verb, "application/json", "{}");
    }

    private JsonNode get(String path) {
        return http.send(Http.request(base.resolve(path)).GET().build());
    }

    /** Carries a key, so that an answer that was lost does no harm when the request is sent again. */
    private JsonNode post(String path, String type, String body) {
        return http.send(Http.request(base.resolve(path))
                .header("Content-Type", type)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** JSON to records. */
    static final class Views {

        private Views() {}

        static DatasetView dataset(JsonNode json) {
            String state = json.path("state").asText("");
            List<String> problems = new ArrayList<>();
            for (JsonNode problem : json.path("problems")) {
                String path = problem.path("path").asText("");
                problems.add((path.isEmpty() ? "" : path + ": ")
                        + problem.path("message").asText(problem.asText()));
            }
            return new DatasetView(
                    json.path("name").asText(), state.equals("READY"), state.equals("IMPORTING"), problems);
        }

        static ExperimentView experiment(JsonNode json, URI base) {
            String id = json.path("id").asText();
            List<String> trials = new ArrayList<>();
            json.path("trials").forEach(trial -> trials.add(trial.path("id").asText()));
            return new ExperimentView(
                    id,
                    json.path("name").asText(),
                    json.path("state").asText(),
                    base.resolve("/experiments/" + id).toString(),
                    trials);
        }

        static TrialView trial(JsonNode json, URI base) {
            JsonNode progress = json.path("progress");
            JsonNode failure = json.path("failure");
            String arm = json.path("arm").asText();
            Map<String, String> links = new HashMap<>();
            json.path("links").properties().forEach(link -> {
                if (!link.getValue().asText("").isEmpty()) {
                    links.put(
                            link.getKey(),
                            base.resolve(link.getValue().asText()).toString());
                }
            });
            return new TrialView(
                    json.path("id").asText(),
                    arm,
                    json.path("category").asText() + " / " + arm + " / seed "
                            + json.path("seed").asText("1"),
                    json.path("state").asText(),
                    progress.isObject() ? Optional.of(progress(progress)) : Optional.empty(),
                    failure.isObject() ? Optional.of(failure.path("message").asText()) : Optional.empty(),
                    numbers(json.path("metrics")),
                    links);
        }

        private static TrialView.Progress progress(JsonNode json) {
            return new TrialView.Progress(
                    json.path("phase").asText(),
                    json.path("step").asLong(),
                    json.path("total").asLong(),
                    json.path("stepsPerSecond").asDouble(),
                    json.path("losses").path("train/loss").asDouble(Double.NaN));
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

        static List<String> artifacts(JsonNode json) {
            List<String> paths = new ArrayList<>();
            JsonNode list = json.isArray() ? json : json.path("artifacts");
            list.forEach(entry -> paths.add(
                    entry.isTextual() ? entry.asText() : entry.path("path").asText()));
            return paths;
        }
    }
}
