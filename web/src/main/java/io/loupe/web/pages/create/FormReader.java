package io.loupe.web.pages.create;

import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DetectorDescription;
import io.loupe.web.document.Setting;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the posted form as a draft. */
final class FormReader {
    static final int MAX_ARMS = 8;
    private static final int MAX_DATASETS = 500;

    private final DetectorCatalogue detectors;
    private final MultivaluedMap<String, String> form;

    FormReader(DetectorCatalogue detectors, MultivaluedMap<String, String> form) {
        this.detectors = detectors;
        this.form = form;
    }

    Draft read() {
        return new Draft(
                text("name"),
                text("notes"),
                data(),
                arms(),
                text("seeds"),
                form.getOrDefault("metric", List.of()),
                text("heatMaps"),
                new Draft.Latency(text("latencyPasses"), text("latencyBatch")),
                new Draft.Run(text("device"), text("parallel"), text("priority"), text("every")));
    }

    private String text(String field) {
        return Optional.ofNullable(form.getFirst(field)).map(String::strip).orElse("");
    }

    private List<Draft.Data> data() {
        List<Draft.Data> data = new ArrayList<>();
        for (int i = 0; i < MAX_DATASETS && form.containsKey("dataset." + i); i++) {
            List<String> chosen = form.getOrDefault("category." + i, List.of());
            if (!chosen.isEmpty()) {
                boolean all = text("categories." + i).equals(Integer.toString(chosen.size())) && chosen.size() > 1;
                data.add(new Draft.Data(text("dataset." + i), all, all ? List.of() : chosen));
            }
        }
        return data;
    }

    private List<Draft.Arm> arms() {
        List<Draft.Arm> arms = new ArrayList<>();
        for (int i = 0; i < MAX_ARMS && form.containsKey("arm." + i + ".name"); i++) {
            arms.add(arm("arm." + i + "."));
        }
        return arms;
    }

    /** Settings are kept only where they differ from the preset with which the form was shown. */
    private Draft.Arm arm(String prefix) {
        String detector = text(prefix + "detector");
        String preset = text(prefix + "preset");
        String[] was = (text(prefix + "was") + "/").split("/", -1);
        Draft.Arm shown = new Draft.Arm("", was[0], was[1], Map.of());
        Map<String, Setting> before =
                detectors.find(was[0]).map(SettingRows::leaves).orElse(Map.of());
        Map<String, Setting> now =
                detectors.find(detector).map(SettingRows::leaves).orElse(Map.of());
        SettingRows rows = new SettingRows(detectors, Map.of());
        Map<String, String> settings = new LinkedHashMap<>();
        before.forEach((path, setting) -> {
            String field = prefix + "set." + path;
            if (form.containsKey(field)
                    && now.containsKey(path)
                    && !text(field).equals(rows.presetValue(shown, path, setting))) {
                settings.put(path, text(field));
            }
        });
        String known =
                detectors.find(detector).flatMap(each -> each.preset(preset)).isPresent()
                        ? preset
                        : detectors.find(detector).map(FormReader::firstPreset).orElse(preset);
        return new Draft.Arm(text(prefix + "name"), detector, known, settings);
    }

    static String firstPreset(DetectorDescription detector) {
        return detector.presets().isEmpty() ? "" : detector.presets().getFirst().name();
    }
}
