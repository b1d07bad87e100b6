package io.loupe.infra.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.infra.LauncherException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a trial's {@code receipt.json} says.
 *
 * @param settings every setting of the detector, nested
 * @param version SHA-256 of the dataset's content
 * @param computed device, threads and versions that the final weights were made with
 * @param weights SHA-256 of the final weights; empty for an arm that keeps none
 * @param metrics by MLflow name
 * @param undefined metrics that the data did not allow
 */
public record Receipt(
        String trial,
        String arm,
        String detector,
        JsonNode settings,
        String dataset,
        String version,
        String category,
        long seed,
        Map<String, String> computed,
        long steps,
        String weights,
        Map<String, Double> metrics,
        Map<String, String> undefined) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    /**
     * Reads a receipt.
     *
     * @param name of the file, for messages
     * @throws LauncherException if it is none
     */
    public static Receipt parse(String name, String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new LauncherException(
                    name + " is no JSON: " + e.getOriginalMessage() + "; a receipt is receipt.json among"
                            + " the files of a trial's MLflow run",
                    e);
        }
        if (!root.isObject() || !root.has("receipt")) {
            throw new LauncherException(name + " is no receipt: it has no field \"receipt\"");
        }
        if (root.path("receipt").asInt() != FORMAT) {
            throw new LauncherException(name + " is a receipt of format "
                    + root.path("receipt").asText() + "; this Loupe reads format " + FORMAT);
        }
        JsonNode checkpoints = root.path("checkpoints");
        return new Receipt(
                text(name, root, "/trial"),
                text(name, root, "/arm"),
                text(name, root, "/detector"),
                root.path("settings"),
                text(name, root, "/data/dataset"),
                text(name, root, "/data/version"),
                text(name, root, "/data/category"),
                number(name, root, "/seed"),
                texts(root.path("computed")),
                number(name, root, "/steps"),
                checkpoints
                        .path(checkpoints.size() - 1)
                        .path("sha256")
                        .path("weights")
                        .asText(""),
                numbers(root.at("/evaluation/metrics")),
                texts(root.at("/evaluation/undefined")));
    }

    /** A fact of the computation, empty if the receipt does not tell it. */
    public String fact(String name) {
        return computed.getOrDefault(name, "");
    }

    private static String text(String name, JsonNode root, String path) {
        JsonNode value = root.at(path);
        if (!value.isTextual()) {
            throw missing(name, path);
        }
        return value.asText();
    }

    private static long number(String name, JsonNode root, String path) {
        JsonNode value = root.at(path);
        if (!value.isIntegralNumber()) {
            throw missing(name, path);
        }
        return value.asLong();
    }

    private static LauncherException missing(String name, String path) {
        return new LauncherException(
                name + " is no whole receipt: " + path.substring(1).replace('/', '.') + " is missing");
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static Map<String, Double> numbers(JsonNode node) {
        Map<String, Double> numbers = new TreeMap<>();
        node.properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asDouble()));
        return numbers;
    }
}
