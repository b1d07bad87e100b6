package io.loupe.web.pages.layout;

import io.loupe.web.document.DetectorCatalogue;
import io.loupe.web.document.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a setting means, by its path, and in which order settings are told. */
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

    /** Settings as paths, in the order in which the detector describes them; unknown ones last. */
    public static Map<String, String> ordered(DetectorCatalogue detectors, String detector, Map<String, ?> settings) {
        Map<String, String> flat = Flat.of(settings);
        Map<String, String> ordered = new LinkedHashMap<>();
        detectors.find(detector).ifPresent(known -> order("", known.settings(), flat, ordered));
        flat.forEach(ordered::putIfAbsent);
        return ordered;
    }

    private static void order(
            String prefix, List<Setting> settings, Map<String, String> flat, Map<String, String> into) {
        for (Setting setting : settings) {
            String path = prefix + setting.name();
            if (setting.type() == Setting.Type.GROUP) {
                order(path + ".", setting.settings(), flat, into);
            } else if (flat.containsKey(path)) {
                into.put(path, flat.get(path));
            }
        }
    }

    private static Optional<Setting> find(List<Setting> settings, String path) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        Optional<Setting> setting =
                settings.stream().filter(each -> each.name().equals(name)).findFirst();
        return dot < 0 ? setting : setting.flatMap(group -> find(group.settings(), path.substring(dot + 1)));
    }
}
