package io.loupe.web.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A detector, as the build wrote it down.
 *
 * @param name as documents have it
 * @param title as pages have it
 */
public record DetectorDescription(
        String name, String title, String description, List<Preset> presets, List<Setting> settings) {

    public DetectorDescription {
        presets = presets == null ? List.of() : List.copyOf(presets);
        settings = settings == null ? List.of() : List.copyOf(settings);
    }

    /** A named set of settings; what it does not name has its default. */
    public record Preset(String name, String help, Map<String, Object> settings) {}

    public Optional<Preset> preset(String preset) {
        return presets.stream().filter(known -> known.name().equals(preset)).findFirst();
    }
}
