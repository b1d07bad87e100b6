package io.loupe.infra.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;

/** What the launcher asks of web, below {@code /api/v1}. */
public final class LoupeApi {

    private static final int NOT_FOUND = 404;

    private final URI base;
    private final Http http = new Http();

    /** @param page address of web, without a path */
    public LoupeApi(URI page) {
        this.base = page;
    }

    /** True if the catalogue has a dataset of that name which experiments can use. */
    public boolean hasDataset(String name) {
        try {
            return get("/api/v1/datasets/" + encode(name)).path("version").isTextual();
        } catch (ApiException e) {
            if (e.status() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Begins an import of {@code folder} as {@code name}.
     *
     * @return the import's id
     * @throws ApiException if the API refuses it
     */
    public String importDataset(String name, String folder, String layout) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("folder", folder);
        body.put("layout", layout);
        try {
            return post("/api/v1/datasets", "application/json", http.mapper().writeValueAsString(body))
                    .path("id")
                    .asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two strings are always JSON", e);
        }
    }

    /**
     * Sends an archive.
     *
     * @param progress hears thousandths of it
     * @return what an import names as its folder
     */
    public String upload(Path archive, IntConsumer progress) {
        return new ArchiveUpload(base, http)
                .send(archive, (sent, total) -> progress.accept((int) (1_000 * sent / total)));
    }

    /** How far an import is. */
    public ImportView importJob(String id) {
        return Views.importJob(get("/api/v1/imports/" + encode(id)));
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
}
