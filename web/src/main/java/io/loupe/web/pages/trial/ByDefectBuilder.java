package io.loupe.web.pages.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.web.pages.layout.Format;
import io.loupe.web.pages.layout.MetricWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code by_defect} and {@code undefined} of a trial's {@code metrics.json}. */
final class ByDefectBuilder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMAGES = "images";

    private ByDefectBuilder() {}

    /** Nothing where there are no types of defects and nothing is undefined, or the file is none of ours. */
    static Optional<TrialView.ByDefect> build(byte[] file) {
        JsonNode metrics;
        try {
            metrics = JSON.readTree(file);
        } catch (IOException e) {
            return Optional.empty();
        }
        TreeSet<String> names = new TreeSet<>(MetricWords.order());
        metrics.path("by_defect").forEach(defect -> defect.fieldNames().forEachRemaining(name -> {
            if (!name.equals(IMAGES)) {
                names.add("eval/" + name);
            }
        }));
        List<TrialView.DefectRow> rows = new ArrayList<>();
        metrics.path("by_defect").properties().forEach(defect -> rows.add(row(defect, names)));
        List<TrialView.Undefined> undefined = undefined(metrics.path("undefined"));
        if (rows.isEmpty() && undefined.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new TrialView.ByDefect(names.stream().map(MetricWords::word).toList(), rows, undefined));
    }

    private static TrialView.DefectRow row(Map.Entry<String, JsonNode> defect, TreeSet<String> names) {
        List<TrialView.Cell> cells = new ArrayList<>();
        for (String name : names) {
            JsonNode value = defect.getValue().path(name.substring("eval/".length()));
            cells.add(
                    value.isNumber()
                            ? new TrialView.Cell(Format.metric(value.asDouble()), "")
                            : new TrialView.Cell("–", value.asText()));
        }
        return new TrialView.DefectRow(
                defect.getKey().replace('_', ' '),
                Format.number(defect.getValue().path(IMAGES).asLong()),
                cells);
    }

    /** Those with the same reason together. */
    private static List<TrialView.Undefined> undefined(JsonNode reasons) {
        Map<String, TreeSet<String>> byReason = new TreeMap<>();
        reasons.properties().forEach(each -> byReason.computeIfAbsent(
                        each.getValue().asText(), _ -> new TreeSet<>(MetricWords.order()))
                .add(each.getKey()));
        return byReason.entrySet().stream()
                .map(each -> new TrialView.Undefined(
                        String.join(
                                "; ",
                                each.getValue().stream().map(MetricWords::word).toList()),
                        each.getKey()))
                .toList();
    }
}
