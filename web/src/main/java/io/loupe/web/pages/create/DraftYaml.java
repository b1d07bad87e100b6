package io.loupe.web.pages.create;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a draft as the YAML document that it stands for; every setting has a line of its own, for its message. */
final class DraftYaml {
    private final StringBuilder out = new StringBuilder();

    private DraftYaml() {}

    static String write(Draft draft) {
        return new DraftYaml().document(draft);
    }

    private String document(Draft draft) {
        line("loupe: 1");
        line("name: " + YamlWords.sentence(draft.name()));
        notes(draft.notes());
        data(draft.data());
        arms(draft.arms());
        line("seeds: [" + String.join(", ", items(draft.seeds())) + "]");
        line("evaluation:");
        line("  metrics: ["
                + String.join(
                        ", ", draft.metrics().stream().map(YamlWords::text).toList()) + "]");
        line("  heatMaps: " + YamlWords.value(draft.heatMaps()));
        latency(draft.latency());
        run(draft.run());
        return out.toString();
    }

    private void line(String line) {
        out.append(line).append('\n');
    }

    private void notes(String notes) {
        String clean = notes.replace("\r\n", "\n").replace('\r', '\n').strip();
        if (clean.isEmpty()) {
            return;
        }
        if (clean.chars().allMatch(c -> c == '\n' || c == '\t' || c >= ' ' && c != 0x7f)) {
            line("notes: |");
            clean.lines().forEach(each -> line(each.isBlank() ? "" : "  " + each));
        } else {
            line("notes: " + YamlWords.quoted(clean));
        }
    }

    private void data(List<Draft.Data> data) {
        line(data.isEmpty() ? "data: []" : "data:");
        for (Draft.Data each : data) {
            line("  - dataset: " + YamlWords.sentence(each.dataset()));
            String categories = String.join(
                    ", ", each.categories().stream().map(YamlWords::text).toList());
            line("    categories: " + (each.all() ? "all" : "[" + categories + "]"));
        }
    }

    private void arms(List<Draft.Arm> arms) {
        line(arms.isEmpty() ? "arms: []" : "arms:");
        for (Draft.Arm arm : arms) {
            line("  - name: " + YamlWords.sentence(arm.name()));
            line("    detector: " + YamlWords.sentence(arm.detector()));
            if (!arm.preset().isEmpty()) {
                line("    preset: " + YamlWords.sentence(arm.preset()));
            }
            if (!arm.settings().isEmpty()) {
                line("    settings:");
                settings(nested(arm.settings()), "      ");
            }
        }
    }

    private void settings(Map<String, Object> settings, String indent) {
        settings.forEach((key, value) -> {
            if (value instanceof Group group) {
                line(indent + key + ":");
                settings(group.members(), indent + "  ");
            } else {
                line(indent + key + ": " + YamlWords.value((String) value));
            }
        });
    }

    private record Group(Map<String, Object> members) {}

    private static Map<String, Object> nested(Map<String, String> flat) {
        Map<String, Object> root = new LinkedHashMap<>();
        flat.forEach((path, value) -> {
            Map<String, Object> at = root;
            String[] names = path.split("\\.");
            for (int i = 0; i < names.length - 1; i++) {
                if (at.computeIfAbsent(names[i], key -> new Group(new LinkedHashMap<>())) instanceof Group group) {
                    at = group.members();
                }
            }
            at.put(names[names.length - 1], value);
        });
        return root;
    }

    private void latency(Draft.Latency latency) {
        if (latency.equals(Draft.Latency.NONE)) {
            return;
        }
        line("  latency:");
        if (!latency.passes().isBlank()) {
            line("    passes: " + YamlWords.value(latency.passes()));
        }
        if (!latency.batch().isBlank()) {
            line("    batch: " + YamlWords.value(latency.batch()));
        }
    }

    private void run(Draft.Run run) {
        line("run:");
        line("  device: " + YamlWords.value(run.device()));
        if (!run.parallel().isBlank()) {
            line("  parallel: " + YamlWords.value(run.parallel()));
        }
        line("  priority: " + YamlWords.value(run.priority()));
        if (!run.every().isBlank()) {
            line("  checkpoint:");
            line("    every: " + YamlWords.value(run.every()));
        }
    }

    /** The items of a typed list: what is between commas and blanks. */
    private static List<String> items(String typed) {
        List<String> items = new ArrayList<>();
        for (String item : typed.strip().split("[,;\\s]+")) {
            if (!item.isEmpty()) {
                items.add(YamlWords.value(item));
            }
        }
        return items;
    }
}
