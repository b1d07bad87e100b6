package io.loupe.web.pages.create;

import io.loupe.web.document.ExperimentDocument;
import io.loupe.web.pages.layout.Flat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a YAML document into the form, right or wrong, as far as the form has a place for what it says. */
final class DraftReader {
    private DraftReader() {}

    /** Empty when the text is no mapping, or says something that the form has no place for. */
    static Optional<Draft> read(String text) {
        return mapping(text).flatMap(map -> {
            Draft draft = draft(map);
            boolean whole = mapping(DraftYaml.write(draft))
                    .map(again -> covers(Flat.of(again), Flat.of(map)))
                    .orElse(false);
            return whole ? Optional.of(draft) : Optional.empty();
        });
    }

    /** Whether the form says all that the document says; it may say more, where the document leaves a default. */
    private static boolean covers(Map<String, String> form, Map<String, String> document) {
        return document.entrySet().stream().allMatch(entry -> entry.getValue()
                .strip()
                .equals(form.getOrDefault(entry.getKey(), "").strip()));
    }

    @SuppressWarnings("unchecked")
    private static Optional<Map<String, Object>> mapping(String text) {
        try {
            LoaderOptions limits = new LoaderOptions();
            limits.setMaxAliasesForCollections(20);
            limits.setCodePointLimit(1 << 20);
            Object root = new Yaml(new SafeConstructor(limits)).load(text);
            return root instanceof Map<?, ?> map && map.keySet().stream().allMatch(String.class::isInstance)
                    ? Optional.of((Map<String, Object>) map)
                    : Optional.empty();
        } catch (YAMLException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Draft draft(Map<String, Object> map) {
        Map<String, Object> evaluation = group(map, "evaluation");
        Map<String, Object> run = group(map, "run");
        return new Draft(
                text(map, "name", ""),
                text(map, "notes", ""),
                list(map, "data").stream().map(DraftReader::data).toList(),
                list(map, "arms").stream().map(DraftReader::arm).toList(),
                map.containsKey("seeds")
                        ? list(map, "seeds").stream().map(Flat::text).collect(Collectors.joining(", "))
                        : "1",
                evaluation.containsKey("metrics")
                        ? list(evaluation, "metrics").stream().map(Flat::text).toList()
                        : ExperimentDocument.METRICS,
                text(evaluation, "heatMaps", "all"),
                latency(evaluation),
                new Draft.Run(
                        text(run, "device", "auto"),
                        text(run, "parallel", ""),
                        text(run, "priority", "normal"),
                        text(group(run, "checkpoint"), "every", "")));
    }

    /** A document may leave the passes to their default; the form has them, or nothing is measured. */
    private static Draft.Latency latency(Map<String, Object> evaluation) {
        if (!(evaluation.get("latency") instanceof Map)) {
            return Draft.Latency.NONE;
        }
        Map<String, Object> latency = group(evaluation, "latency");
        return new Draft.Latency(text(latency, "passes", "1000"), text(latency, "batch", ""));
    }

    private static Draft.Data data(Object each) {
        Map<String, Object> map = mapping(each);
        boolean all = !map.containsKey("categories") || "all".equals(map.get("categories"));
        return new Draft.Data(
                text(map, "dataset", ""),
                all,
                all
                        ? List.of()
                        : list(map, "categories").stream().map(Flat::text).toList());
    }

    private static Draft.Arm arm(Object each) {
        Map<String, Object> map = mapping(each);
        return new Draft.Arm(
                text(map, "name", ""),
                text(map, "detector", ""),
                text(map, "preset", ""),
                Flat.of(group(map, "settings")));
    }

    private static String text(Map<String, Object> map, String key, String otherwise) {
        Object value = map.get(key);
        return value == null || value instanceof Map || value instanceof List ? otherwise : Flat.text(value);
    }

    private static List<Object> list(Map<String, Object> map, String key) {
        return map.get(key) instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    private static Map<String, Object> group(Map<String, Object> map, String key) {
        return mapping(map.get(key));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapping(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
