package io.loupe.web.pages.layout;

import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.Setting;
import java.util.List;
import java.util.Optional;

/** What a setting means, by its path. */
public final class SettingHelp {
    private SettingHelp() {}

    /** The setting's help, or an empty text for an unknown one. */
    public static String of(DetectorCatalogue detectors, String detector, String path) {
        return detectors
                .find(detector)
                .flatMap(known -> find(known.settings(), path))
                .map(Setting::help)
                .orElse("");
    }

    private static Optional<Setting> find(List<Setting> settings, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        Optional<Setting> setting =
                settings.stream().filter(each -> each.name().equals(name)).findFirst();
        return dot < 0 ? setting : setting.flatMap(group -> find(group.settings(), path.substring(dot + 1)));
    }
}
