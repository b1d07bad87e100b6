package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EfficientAdTest {
    private final Map<String, EfficientAdSettings> presets = new EfficientAd().presets();

    @Test
    void thePaperTrainsOnTheHardestErrorsAsPublished() {
        for (String preset : new String[] {"paper-s", "paper-m"}) {
            EfficientAdSettings paper = presets.get(preset);
            assertThat(paper.steps()).isEqualTo(70_000);
            assertThat(paper.learningRate()).isEqualTo(1e-4);
            assertThat(paper.hardQuantile()).isEqualTo(0.999);
            assertThat(paper.precision()).isEqualTo(Precision.FLOAT32);
        }
    }

    @Test
    void quickDiffersFromThePaperOnlyInWhatMakesItQuick() {
        assertThat(differing(presets.get("paper-s"), presets.get("quick")))
                .containsOnlyKeys("steps", "learningRate", "hardQuantile", "precision")
                .containsEntry("hardQuantile", 0.0)
                .containsEntry("learningRate", 1e-3);
    }

    @Test
    void everyPresetSaysWhatItIs() {
        EfficientAd detector = new EfficientAd();
        assertThat(presets.keySet())
                .allSatisfy(preset -> assertThat(detector.presetHelp(preset)).isNotBlank());
    }

    private static Map<String, Object> differing(EfficientAdSettings one, EfficientAdSettings other) {
        return Arrays.stream(EfficientAdSettings.class.getRecordComponents())
                .filter(component -> !value(component, one).equals(value(component, other)))
                .collect(Collectors.toMap(RecordComponent::getName, component -> value(component, other)));
    }

    private static Object value(RecordComponent component, EfficientAdSettings settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
