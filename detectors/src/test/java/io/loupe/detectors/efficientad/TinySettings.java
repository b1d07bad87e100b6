package io.loupe.detectors.efficientad;

import io.loupe.detectors.settings.SettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings with few steps. */
final class TinySettings {
    private TinySettings() {}

    static EfficientAdSettings with(Map<String, Object> changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("steps", 4);
        document.put("learningRate", 1e-3);
        document.putAll(changes);
        return SettingsReader.read(new EfficientAd().presets().get("paper-s"), document, "settings")
                .orThrow();
    }
}
