package io.loupe.detectors.vtadl;

import io.loupe.detectors.settings.SettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network small enough for tests: 128 pixels, width 16, one block, three Gaussians. */
final class TinySettings {
    private TinySettings() {}

    static VtAdlSettings original() {
        return with(Map.of());
    }

    static VtAdlSettings variational(String reading) {
        return with(Map.of("loss", "mse-vae", "vae", Map.of("reading", reading)));
    }

    static VtAdlSettings with(Map<String, Object> changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("gaussians", 3);
        document.put("batchSize", 4);
        document.put("epochs", 3);
        document.put("imageSize", 128);
        document.put("network", Map.of("width", 16, "depth", 1, "heads", 2, "headWidth", 8, "mlpWidth", 16));
        document.putAll(changes);
        return SettingsReader.read(new VtAdl().presets().get("quick"), document, "settings")
                .orThrow();
    }
}
