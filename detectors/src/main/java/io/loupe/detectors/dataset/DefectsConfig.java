package io.loupe.detectors.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * MVTec LOCO's {@code defects_config.json}: which value of a mask's pixels is which defect, and how much of such a
 * defect must be found. Absolute thresholds are in pixels of the masks. Source: readme of MVTec LOCO AD.
 *
 * @param defects by value of the masks' pixels, 1 to 255
 */
public record DefectsConfig(Map<Integer, Defect> defects) {
    /** Its name, in a category's folder. */
    public static final String FILE = "defects_config.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 255;

    /** One kind of defect. */
    public record Defect(String name, Saturation saturation) {}

    public DefectsConfig {
        defects = Collections.unmodifiableMap(new TreeMap<>(defects));
    }

    /** The kind of defect that a value stands for. */
    public Optional<Defect> of(int value) {
        return Optional.ofNullable(defects.get(value));
    }

    /**
     * Reads the file.
     *
     * @throws DetectorException with {@code DATA} if it is not such a file; names entry, key and value
     */
    public static DefectsConfig read(Path file) {
        try {
            JsonNode list = JSON.readTree(Files.readAllBytes(file));
            if (list == null || !list.isArray()) {
                throw wrong(file, "is no JSON list of defects");
            }
            Map<Integer, Defect> defects = new TreeMap<>();
            for (int i = 0; i < list.size(); i++) {
                String entry = "entry " + (i + 1) + ": ";
                JsonNode value = list.get(i).path("pixel_value");
                if (!value.isInt() || value.asInt() < 1 || value.asInt() > LARGEST) {
                    throw wrong(file, entry + "pixel_value is " + shown(value) + ", not a number from 1 to 255");
                }
                if (defects.put(value.asInt(), defect(file, entry, list.get(i))) != null) {
                    throw wrong(file, entry + "pixel_value " + value + " is there twice");
                }
            }
            return new DefectsConfig(defects);
        } catch (JsonProcessingException e) {
            throw wrong(file, "is no JSON (" + e.getOriginalMessage() + ")");
        } catch (IOException e) {
            throw wrong(file, "cannot be read (" + e.getMessage() + ")");
        }
    }

    private static Defect defect(Path file, String entry, JsonNode defect) {
        JsonNode threshold = defect.path("saturation_threshold");
        if (!defect.path("relative_saturation").isBoolean()) {
            throw wrong(
                    file,
                    entry + "relative_saturation is " + shown(defect.path("relative_saturation"))
                            + ", not true or false");
        }
        if (!threshold.isNumber()) {
            throw wrong(file, entry + "saturation_threshold is " + shown(threshold) + ", not a number");
        }
        try {
            Saturation saturation = defect.get("relative_saturation").asBoolean()
                    ? new Saturation.Relative(threshold.asDouble())
                    : new Saturation.Absolute(threshold.asInt());
            return new Defect(defect.path("defect_name").asText(), saturation);
        } catch (IllegalArgumentException e) {
            throw wrong(file, entry + e.getMessage());
        }
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "missing" : node.toString();
    }

    private static DetectorException wrong(Path file, String message) {
        return new DetectorException(Kind.DATA, message, file.toString(), "take the dataset's own file");
    }
}
