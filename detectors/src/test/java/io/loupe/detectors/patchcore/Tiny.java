package io.loupe.detectors.patchcore;

import io.loupe.detectors.settings.SettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings small enough for tests: 64 pixels, 256 patches an image. */
final class Tiny {
    private Tiny() {}

    static PatchCoreSettings settings() {
        return settings(Map.of());
    }

    static PatchCoreSettings settings(Map<String, Object> changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("imageSize", 64);
        document.put("coreset", 0.15);
        document.put("poolPatches", 900);
        document.put("projection", 6);
        document.putAll(changes);
        return SettingsReader.read(new PatchCore().presets().get("lite"), document, "settings")
                .orThrow();
    }

    static PatchCoreSettings ensemble(Map<String, Object> changes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("backbone", "wide-resnet-50-2,resnet-18");
        document.put("layers", "layer2,layer3");
        document.putAll(changes);
        return settings(document);
    }
}
