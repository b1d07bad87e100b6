package io.loupe.web.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A detector, as the build wrote it down.
 *
 * @param name as documents have it
 * @param title as pages have it
 * @param makes {@code detector}, or {@code weights} for a method that scores no image
 */
public record DetectorDescription(
        String name, String title, String description, String makes, List<Preset> presets, List<Setting> settings) {

    public DetectorDescription {
        makes = makes == null ? "detector" : makes;
        presets = presets == null ? List.of() : List.copyOf(presets);
        settings = settings == null ? List.of() : List.copyOf(settings);
    }

    /** A named set of settings; what it does not name has its default. */
    public record Preset(String name, String help, Map<String, Object> settings) {}

    /** Whether its trials are evaluated by scoring test images. */
    public boolean scoresImages() {
        return !makes.equals("weights");
    }

    public Optional<Preset> preset(String preset) {
        return presets.stream().filter(known -> known.name().equals(preset)).findFirst();
    }
}
