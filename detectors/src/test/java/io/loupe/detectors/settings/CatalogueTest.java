package io.loupe.detectors.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.Detectors;
import io.loupe.detectors.TrainableMethod;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The description that the build writes and {@code web} reads. */
class CatalogueTest {
    @Test
    void theBuildHasWrittenIt() throws IOException {
        JsonNode catalogue = written();

        assertThat(catalogue.path("detectors").findValuesAsText("title"))
                .contains("VT-ADL", "EfficientAD", "PatchCore");
        assertThat(catalogue).isEqualTo(new ObjectMapper().readTree(CatalogueWriter.json(Detectors.all())));
    }

    @Test
    void everySettingHasANameATypeHelpAndADefault() throws IOException {
        List<String> incomplete = new ArrayList<>();
        for (JsonNode detector : written().path("detectors")) {
            collectIncomplete(detector.path("settings"), incomplete);
        }

        assertThat(incomplete).isEmpty();
    }

    @Test
    void everyPresetIsReadBackAsItself() {
        for (TrainableMethod<?> detector : Detectors.all()) {
            assertPresetsReadBack(detector);
        }
    }

    private static <S extends Record> void assertPresetsReadBack(TrainableMethod<S> detector) {
        S defaults = detector.presets().values().iterator().next();
        detector.presets().forEach((name, preset) -> {
            Map<String, Object> document = SettingsSchema.document(preset);

            assertThat(SettingsReader.read(defaults, document, name)).isEqualTo(new Reading.Valid<>(preset));
            assertThat(detector.presetHelp(name)).isNotBlank();
        });
    }

    private static void collectIncomplete(JsonNode settings, List<String> incomplete) {
        for (JsonNode setting : settings) {
            boolean complete = setting.hasNonNull("name")
                    && setting.hasNonNull("type")
                    && !setting.path("help").asText().isBlank()
                    && setting.hasNonNull("default");
            if (!complete) {
                incomplete.add(setting.toString());
            }
            collectIncomplete(setting.path("settings"), incomplete);
        }
    }

    private static JsonNode written() throws IOException {
        try (InputStream file = CatalogueTest.class.getResourceAsStream("/META-INF/loupe/detectors.json")) {
            return new ObjectMapper().readTree(file);
        }
    }
}
