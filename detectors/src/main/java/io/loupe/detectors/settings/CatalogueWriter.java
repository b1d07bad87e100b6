package io.loupe.detectors.settings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.loupe.detectors.Detectors;
import io.loupe.detectors.Effort;
import io.loupe.detectors.Extension;
import io.loupe.detectors.TrainableMethod;
import io.loupe.detectors.WeightsMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the description of every detector as JSON; run by the build. Its form is described in the module's README. */
public final class CatalogueWriter {
    private CatalogueWriter() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, json(Detectors.all()));
    }

    static String json(List<TrainableMethod<?>> methods) throws IOException {
        Map<String, Object> catalogue = new LinkedHashMap<>();
        catalogue.put(
                "detectors", methods.stream().map(CatalogueWriter::describe).toList());
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(catalogue) + "\n";
    }

    private static <S extends Record> Map<String, Object> describe(TrainableMethod<S> method) {
        Map<String, S> presets = method.presets();
        S defaults = presets.values().iterator().next();
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", method.name());
        description.put("title", method.title());
        description.put("description", method.description());
        description.put("makes", method instanceof WeightsMaker ? "weights" : "detector");
        description.put("extension", describe(method.extension()));
        method.effort().ifPresent(effort -> description.put("effort", describe(effort)));
        description.put(
                "presets",
                presets.entrySet().stream()
                        .map(preset -> describe(preset.getKey(), method.presetHelp(preset.getKey()), preset.getValue()))
                        .toList());
        description.put(
                "settings",
                SettingsSchema.describe(defaults).stream()
                        .map(SettingNode::toMap)
                        .toList());
        return description;
    }

    private static Map<String, Object> describe(Effort effort) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("length", effort.length());
        description.put("images", effort.images().name());
        description.put("settings", effort.settings());
        return description;
    }

    private static Map<String, Object> describe(Extension extension) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("setting", extension.setting());
        description.put("reason", extension.reason());
        description.put(
                "unless",
                extension.unless().stream()
                        .map(obstacle -> Map.of(
                                "setting", obstacle.setting(),
                                "harmless", obstacle.harmless(),
                                "where", obstacle.where(),
                                "is", obstacle.is(),
                                "reason", obstacle.reason()))
                        .toList());
        return description;
    }

    private static Map<String, Object> describe(String name, String help, Record settings) {
        Map<String, Object> preset = new LinkedHashMap<>();
        preset.put("name", name);
        preset.put("help", help);
        preset.put("settings", SettingsSchema.document(settings));
        return preset;
    }
}
