package io.loupe.infra.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.LauncherException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/** What the launcher asks of web, below {@code /api/v1}. */
public final class LoupeApi {

    private static final int NOT_FOUND = 404;
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

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

    /**
     * The id of an experiment.
     *
     * @param text the id, its end, or the experiment's name
     * @throws LauncherException if there is none, or several
     */
    public String findExperiment(String text) {
        if (UUID_TEXT.matcher(text).matches()) {
            return text;
        }
        List<String> found = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = get("/api/v1/experiments?limit=200" + (after.isEmpty() ? "" : "&after=" + encode(after)));
            for (JsonNode one : page.path("experiments")) {
                String id = one.path("id").asText();
                if (one.path("name").asText().equals(text) || (text.length() >= 4 && id.endsWith(text))) {
                    found.add(id);
                }
            }
            after = page.path("next").asText("");
        } while (!after.isEmpty());
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new LauncherException(
                found.isEmpty()
                        ? "there is no experiment " + text + "; give its id, the last digits of it, or its whole name"
                        : text + " is the name of " + found.size() + " experiments; give one of their ids: "
                                + String.join(", ", found));
    }

    /**
     * An experiment's report.
     *
     * @param format {@code html}, {@code csv}, {@code json} or {@code latex}
     */
    public byte[] report(String experiment, String format, boolean pictures) {
        return bytes("/api/v1/experiments/" + encode(experiment) + "/report?format=" + format + "&pictures="
                + (pictures ? "all" : "none"));
    }

    /** One file of a trial's run. */
    public byte[] artifact(String trial, String path) {
        return bytes("/api/v1/trials/" + encode(trial) + "/artifacts/" + path);
    }

    /** Names of datasets that have, or had, just this content; the wished name first if it is among them. */
    public List<String> datasetsWithVersion(String wished, String version) {
        List<String> names = new ArrayList<>();
        for (JsonNode dataset : get("/api/v1/datasets").path("datasets")) {
            String name = dataset.path("name").asText();
            boolean has = get("/api/v1/datasets/" + encode(name))
                    .path("versions")
                    .valueStream()
                    .anyMatch(each -> each.path("version").asText().equals(version));
            if (has) {
                names.add(name.equals(wished) ? 0 : names.size(), name);
            }
        }
        return names;
    }

    /** Devices of the workers that answer, such as {@code cpu}. */
    public List<String> devices() {
        return get("/api/v1/workers")
                .path("workers")
                .valueStream()
                .map(each -> each.path("worker"))
                .filter(worker -> worker.path("answering").asBoolean())
                .map(worker -> worker.path("device").asText())
                .distinct()
                .toList();
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

    private byte[] bytes(String path) {
        return http.bytes(HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofMinutes(5))
                .GET()
                .build());
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
