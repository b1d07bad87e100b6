package io.loupe.detectors.patchcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.settings.Reading;
import io.loupe.detectors.settings.SettingsReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchCoreSettingsTest {
    @Test
    void layersOnceAreThoseOfEveryBackbone() {
        assertThat(Member.parse("wide-resnet-50-2, resnet-18", "layer2,layer3"))
                .containsExactly(
                        new Member("wide-resnet-50-2", List.of("layer2", "layer3")),
                        new Member("resnet-18", List.of("layer2", "layer3")));
    }

    @Test
    void layersMayDifferFromBackboneToBackbone() {
        assertThat(Member.parse("resnet-18,efficientnet-lite0", "layer2;blocks.4, blocks.10"))
                .containsExactly(
                        new Member("resnet-18", List.of("layer2")),
                        new Member("efficientnet-lite0", List.of("blocks.4", "blocks.10")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | layer2 | backbone \"\" has an empty name",
                "resnet-18,, | layer2 | backbone \"resnet-18,,\" has an empty name",
                "resnet 18 | layer2 | backbone \"resnet 18\" has \"resnet 18\", which is no name",
                "resnet-18 | '' | layers \"\" has an empty name",
                "resnet-18 | layer2,layer2 | layers \"layer2,layer2\" names a layer twice",
                "resnet-18 | layer2;layer3 | layers \"layer2;layer3\" has 2 groups for 1 backbone",
                "resnet-19 | layer2 | there is no backbone \"resnet-19\"; known are",
                "resnet-18 | layer9 | resnet-18 has no layer \"layer9\"; it has layer1, layer2",
                "resnet-18 | layer3,layer2 | layer3 lies behind layer2 in resnet-18; name the finest layer first",
            })
    void whatCannotBeReadIsSaid(String backbone, String layers, String message) {
        var reading = SettingsReader.read(
                new PatchCore().presets().get("lite"),
                Map.of("backbone", backbone, "layers", layers),
                "arms[0].settings");

        assertThat(reading).isInstanceOf(Reading.Invalid.class);
        assertThatThrownBy(reading::orThrow).hasMessageStartingWith("arms[0].settings: " + message);
    }

    @Test
    void aCropMustFitIntoWhatItIsCutFrom() {
        assertThatThrownBy(() -> Tiny.settings(Map.of("imageSize", 64, "resize", 60)))
                .hasMessage("settings: resize 60 is smaller than imageSize 64; use 0 or at least 64");
        assertThatThrownBy(() -> Tiny.settings(Map.of("imageSize", 64, "resize", 71)))
                .hasMessageContaining("is odd, so the centre is between pixels");
    }

    /** The matched entry alone gives the factor 1 - exp(s*) / exp(s*): 0 for every image. */
    @Test
    void oneEntryToWeighWithIsRefused() {
        assertThatThrownBy(() -> Tiny.settings(Map.of("imageScore", "paper", "reweightNeighbours", 1)))
                .hasMessageContaining("reweightNeighbours")
                .hasMessageContaining("2");
    }

    @Test
    void anEvenNeighbourhoodIsRefused() {
        assertThatThrownBy(() -> Tiny.settings(Map.of("neighbourhood", 4)))
                .hasMessageContaining("4 is not one of 1, 3, 5, 7, 9");
    }
}
