package io.loupe.web.pages.experiment;

import io.loupe.web.catalogue.Arm;
import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.pages.layout.SettingHelp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What differs between the arms, and what does not. Arms of different detectors have different settings: one that only some
 * arms have differs if those disagree about it.
 */
final class SettingsBuilder {
    private static final String ABSENT = "–";

    private final List<ExperimentView.Setting> different = new ArrayList<>();
    private final List<ExperimentView.Setting> same = new ArrayList<>();

    private SettingsBuilder() {}

    static ExperimentView.Settings of(List<Arm> arms, DetectorCatalogue detectors) {
        List<Map<String, String>> flat = arms.stream()
                .map(arm -> SettingHelp.ordered(detectors, arm.detector(), arm.settings()))
                .toList();
        Set<String> paths = new LinkedHashSet<>();
        flat.forEach(settings -> paths.addAll(settings.keySet()));
        SettingsBuilder builder = new SettingsBuilder();
        builder.row("detector", "", arms.stream().map(Arm::detector).toList());
        builder.row("preset", "", arms.stream().map(Arm::preset).toList());
        for (String path : paths) {
            builder.row(
                    path,
                    help(arms, detectors, path),
                    flat.stream()
                            .map(settings -> settings.getOrDefault(path, ABSENT))
                            .toList());
        }
        return new ExperimentView.Settings(arms.stream().map(Arm::name).toList(), builder.different, builder.same);
    }

    private static String help(List<Arm> arms, DetectorCatalogue detectors, String path) {
        return arms.stream()
                .map(arm -> SettingHelp.of(detectors, arm.detector(), path))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** @param values one for each arm, {@link #ABSENT} where its detector has no such setting */
    private void row(String path, String help, List<String> values) {
        List<String> distinct = values.stream()
                .filter(value -> !value.equals(ABSENT))
                .distinct()
                .toList();
        if (distinct.size() == 1) {
            same.add(new ExperimentView.Setting(path, help, distinct));
        } else {
            different.add(new ExperimentView.Setting(path, help, values));
        }
    }
}
