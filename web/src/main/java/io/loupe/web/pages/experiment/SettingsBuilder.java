package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.pages.layout.SettingHelp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What differs between the arms, and what does not. */
final class SettingsBuilder {
    private SettingsBuilder() {}

    static ExperimentView.Settings of(List<Arm> arms, DetectorCatalogue detectors) {
        List<Map<String, String>> flat = arms.stream()
                .map(arm -> SettingHelp.ordered(detectors, arm.detector(), arm.settings()))
                .toList();
        Set<String> paths = new LinkedHashSet<>();
        flat.forEach(settings -> paths.addAll(settings.keySet()));
        List<ExperimentView.Setting> different = new ArrayList<>();
        List<ExperimentView.Setting> same = new ArrayList<>();
        row("detector", "", arms.stream().map(Arm::detector).toList(), different, same);
        row("preset", "", arms.stream().map(Arm::preset).toList(), different, same);
        for (String path : paths) {
            String help = arms.stream()
                    .map(arm -> SettingHelp.of(detectors, arm.detector(), path))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
            row(
                    path,
                    help,
                    flat.stream()
                            .map(settings -> settings.getOrDefault(path, "–"))
                            .toList(),
                    different,
                    same);
        }
        return new ExperimentView.Settings(arms.stream().map(Arm::name).toList(), different, same);
    }

    private static void row(
            String path,
            String help,
            List<String> values,
            List<ExperimentView.Setting> different,
            List<ExperimentView.Setting> same) {
        boolean equal = values.stream().distinct().count() == 1;
        (equal ? same : different).add(new ExperimentView.Setting(path, help, equal ? values.subList(0, 1) : values));
    }
}
