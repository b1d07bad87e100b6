package io.loupe.web.pages.trial;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.DetectorDescription;
import io.loupe.web.pages.layout.Flat;
import io.loupe.web.pages.layout.SettingHelp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A trial's settings, those apart that differ from its preset. */
record SettingsTable(List<TrialView.Setting> different, List<TrialView.Setting> same) {

    static SettingsTable of(Arm arm, Map<String, Object> settings, DetectorCatalogue detectors) {
        Map<String, String> preset = detectors
                .find(arm.detector())
                .flatMap(detector -> detector.preset(arm.preset()))
                .map(DetectorDescription.Preset::settings)
                .map(Flat::of)
                .orElse(Map.of());
        Map<String, String> given = Flat.of(arm.given());
        List<TrialView.Setting> different = new ArrayList<>();
        List<TrialView.Setting> same = new ArrayList<>();
        SettingHelp.ordered(detectors, arm.detector(), settings).forEach((path, value) -> {
            String before = preset.getOrDefault(path, given.containsKey(path) ? "–" : value);
            TrialView.Setting setting =
                    new TrialView.Setting(path, value, before, SettingHelp.of(detectors, arm.detector(), path));
            (before.equals(value) ? same : different).add(setting);
        });
        return new SettingsTable(different, same);
    }
}
