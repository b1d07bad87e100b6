package io.loupe.web.pages.create;

import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DetectorDescription;
import io.loupe.web.document.Setting;
import io.loupe.web.pages.layout.Flat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of settings: one row a setting, one column an arm. */
final class SettingRows {
    /** Id of the list of published weights. */
    static final String WEIGHTS = "weights-list";

    private final DetectorCatalogue detectors;
    private final Map<String, String> errors;

    SettingRows(DetectorCatalogue detectors, Map<String, String> errors) {
        this.detectors = detectors;
        this.errors = errors;
    }

    List<EditorView.Row> build(List<Draft.Arm> arms) {
        List<Map<String, Setting>> known = arms.stream()
                .map(arm ->
                        detectors.find(arm.detector()).map(SettingRows::leaves).orElse(Map.of()))
                .toList();
        Set<String> paths = new LinkedHashSet<>();
        known.forEach(settings -> paths.addAll(settings.keySet()));
        List<EditorView.Row> rows = new ArrayList<>();
        for (String path : paths) {
            rows.add(row(path, arms, known));
        }
        return rows;
    }

    private EditorView.Row row(String path, List<Draft.Arm> arms, List<Map<String, Setting>> known) {
        List<EditorView.Cell> cells = new ArrayList<>();
        Set<String> values = new LinkedHashSet<>();
        boolean set = false;
        boolean wrong = false;
        for (int i = 0; i < arms.size(); i++) {
            EditorView.Cell cell =
                    cell(i, path, arms.get(i), Optional.ofNullable(known.get(i).get(path)));
            cells.add(cell);
            // What a detector does not know does not differ from what another does.
            if (known.get(i).containsKey(path)) {
                values.add(cell.value());
            }
            set |= !cell.note().isEmpty();
            wrong |= !cell.error().isEmpty();
        }
        return new EditorView.Row(
                path,
                words(path, arms, known, Setting::help),
                words(path, arms, known, SettingRows::range),
                values.size() > 1 || set || wrong,
                cells);
    }

    /** What is said of a setting; where detectors use one name for two things, by detector. */
    private static String words(
            String path, List<Draft.Arm> arms, List<Map<String, Setting>> known, Function<Setting, String> say) {
        Map<String, String> byDetector = new LinkedHashMap<>();
        for (int i = 0; i < arms.size(); i++) {
            Setting setting = known.get(i).get(path);
            if (setting != null) {
                byDetector.put(arms.get(i).detector(), say.apply(setting));
            }
        }
        Set<String> different = new LinkedHashSet<>(byDetector.values());
        return different.size() == 1
                ? different.iterator().next()
                : byDetector.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("; "));
    }

    private EditorView.Cell cell(int arm, String path, Draft.Arm draft, Optional<Setting> setting) {
        String id = FieldIds.setting(arm, path);
        String field = "arm." + arm + ".set." + path;
        if (setting.isEmpty()) {
            return new EditorView.Cell("none", id, field, "", List.of(), "", "", "", "");
        }
        String preset = presetValue(draft, path, setting.get());
        String value = draft.settings().getOrDefault(path, preset);
        return new EditorView.Cell(
                kind(setting.get()),
                id,
                field,
                value,
                options(setting.get(), value),
                value.equals(preset) ? "" : (draft.preset().isEmpty() ? "default" : draft.preset()) + ": " + preset,
                errors.getOrDefault(id, ""),
                setting.get().unit(),
                namesWeights(setting.get()) ? WEIGHTS : "");
    }

    private static boolean namesWeights(Setting setting) {
        return setting.type() == Setting.Type.TEXT && setting.suggest().equals("weights");
    }

    /**
     * Names that settings which ask for weights may take: those that presets have, then the published ones.
     *
     * @param published by trials
     */
    List<String> weights(List<String> published) {
        Set<String> names = new LinkedHashSet<>();
        for (DetectorDescription detector : detectors.all()) {
            leaves(detector).forEach((path, setting) -> {
                if (namesWeights(setting)) {
                    detector.presets()
                            .forEach(preset -> names.add(
                                    Flat.of(preset.settings()).getOrDefault(path, Flat.text(setting.fallback()))));
                }
            });
        }
        names.addAll(published);
        names.remove("");
        return List.copyOf(names);
    }

    /** What the arm's preset says, else the setting's own default. */
    String presetValue(Draft.Arm arm, String path, Setting setting) {
        return presetValues(arm).getOrDefault(path, Flat.text(setting.fallback()));
    }

    private Map<String, String> presetValues(Draft.Arm arm) {
        return detectors
                .find(arm.detector())
                .flatMap(detector -> detector.preset(arm.preset()))
                .map(DetectorDescription.Preset::settings)
                .map(Flat::of)
                .orElse(Map.of());
    }

    private static String kind(Setting setting) {
        return switch (setting.type()) {
            case CHOICE, BOOLEAN -> "select";
            case INTEGER, NUMBER -> setting.choices().isEmpty() ? "number" : "select";
            case TEXT, GROUP -> "text";
        };
    }

    private static List<EditorView.Option> options(Setting setting, String value) {
        List<EditorView.Option> options = new ArrayList<>();
        if (setting.type() == Setting.Type.BOOLEAN) {
            options.add(new EditorView.Option("true", "yes", value.equals("true")));
            options.add(new EditorView.Option("false", "no", value.equals("false")));
        }
        setting.choices()
                .forEach(choice -> options.add(new EditorView.Option(
                        choice.value(), choice.value(), choice.value().equals(value))));
        if (options.stream().noneMatch(EditorView.Option::chosen)) {
            options.addFirst(new EditorView.Option(value, value, true));
        }
        return options;
    }

    private static String range(Setting setting) {
        String unit = setting.unit().isEmpty() ? "" : " " + setting.unit();
        if (setting.min().isPresent() && setting.max().isPresent()) {
            return (setting.minExclusive() ? "above " : "")
                    + Flat.text(setting.min().get()) + " to "
                    + Flat.text(setting.max().get()) + unit;
        }
        return setting.min()
                .map(min -> (setting.minExclusive() ? "above " : "at least ") + Flat.text(min) + unit)
                .orElse(unit.strip());
    }

    /** Settings of a detector by path, groups taken apart. */
    static Map<String, Setting> leaves(DetectorDescription detector) {
        Map<String, Setting> leaves = new LinkedHashMap<>();
        add("", detector.settings(), leaves);
        return leaves;
    }

    private static void add(String prefix, List<Setting> settings, Map<String, Setting> into) {
        for (Setting setting : settings) {
            if (setting.type() == Setting.Type.GROUP) {
                add(prefix + setting.name() + ".", setting.settings(), into);
            } else {
                into.put(prefix + setting.name(), setting);
            }
        }
    }
}
