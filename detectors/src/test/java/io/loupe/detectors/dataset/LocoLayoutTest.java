package io.loupe.detectors.dataset;

import static io.loupe.detectors.dataset.LayoutChecks.check;
import static io.loupe.detectors.dataset.LayoutChecks.kept;
import static io.loupe.detectors.dataset.LayoutChecks.messages;
import static io.loupe.detectors.dataset.LayoutChecks.sound;
import static io.loupe.detectors.dataset.LayoutChecks.summaries;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MVTec LOCO AD in small, as it is unpacked: several masks an image, whose values its configuration explains. */
final class LocoLayoutTest {
    private static final String CONFIG = """
            [{"defect_name": "missing", "pixel_value": 255, "saturation_threshold": 4, "relative_saturation": false},
             {"defect_name": "scratch", "pixel_value": 254, "saturation_threshold": 0.5, "relative_saturation": true}]
            """;

    @TempDir
    private Path folder;

    private TinyDataset dataset;

    @BeforeEach
    void begin() {
        dataset = TinyDataset.empty(folder)
                .image("cap/train/good/000.png")
                .image("cap/train/good/001.png")
                .image("cap/validation/good/000.png")
                .image("cap/test/good/000.png")
                .image("cap/test/logical_anomalies/000.png")
                .image("cap/test/structural_anomalies/000.png")
                .mask("cap/ground_truth/logical_anomalies/000/000.png", 16, 16, 9, 255)
                .mask("cap/ground_truth/logical_anomalies/000/001.png", 16, 16, 20, 254)
                .mask("cap/ground_truth/structural_anomalies/000/000.png", 16, 16, 5, 254)
                .text("cap/license.txt", "licence")
                .text("cap/defects_config.json", CONFIG);
    }

    @Test
    void locoHasAFolderOfMasksForEachImage() throws IOException {
        CheckReport report = sound(folder, "loco");

        assertThat(summaries(report)).containsExactly("cap: 2 train, 1 validation, 1 good, 2 defective, 3 masks");
        Category category = kept(folder, report, "cap");
        assertThat(category.isLoco()).isTrue();
        assertThat(category.test())
                .extracting(image -> image.defect() + " " + image.masks().size())
                .containsExactly("good 0", "logical_anomalies 2", "structural_anomalies 1");
        assertThat(category.defectsConfig().orElseThrow().of(254).orElseThrow().name())
                .isEqualTo("scratch");
    }

    @Test
    void masksOfLocoHaveTheValuesOfItsConfiguration() {
        dataset.mask("cap/ground_truth/logical_anomalies/000/000.png", 16, 16, 9, 17);
        dataset.text("cap/defects_config.json", CONFIG.replace("\"pixel_value\": 254", "\"pixel_value\": 300"));

        assertThat(messages(check(folder, "auto")))
                .containsExactly("error cap/defects_config.json entry 2: pixel_value is 300, not a number from 1 to"
                        + " 255; take the dataset's own file");

        dataset.text("cap/defects_config.json", CONFIG);

        assertThat(messages(check(folder, "auto")))
                .containsExactly("error cap/ground_truth/logical_anomalies/000/000.png the mask's value 17 is not in"
                        + " defects_config.json, which has 254, 255");
    }

    @Test
    void locoWithoutItsConfigurationIsAnError() {
        dataset.delete("cap/defects_config.json");

        assertThat(messages(check(folder, "auto")))
                .anyMatch(message -> message.startsWith("error cap defects_config.json is missing"));
    }
}
