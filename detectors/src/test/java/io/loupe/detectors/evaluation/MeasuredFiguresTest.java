package io.loupe.detectors.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which figures an evaluation gives, and what it says of those that it can not give. */
final class MeasuredFiguresTest {
    @TempDir
    private Path folder;

    private Bolts bolts;

    @BeforeEach
    void writeCategory() throws IOException {
        bolts = new Bolts(folder);
    }

    @Test
    void withoutMasksPixelMetricsAreAbsentWithTheReason() throws IOException {
        bolts.deleteMask("spot/000");
        bolts.deleteMask("spot/001");
        bolts.deleteMask("stain/000");

        Evaluation evaluation = bolts.evaluate(WantedMetric.defaults(), HeatMaps.NONE);

        assertThat(evaluation.metrics()).containsOnlyKeys("eval/image_auroc", "eval/image_ap", "eval/image_f1_max");
        assertThat(evaluation.undefined())
                .containsOnlyKeys(
                        "eval/pixel_auroc", "eval/pixel_ap", "eval/pixel_f1_max", "eval/au_pro_0.3", "eval/au_pro_0.05")
                .containsValue("the dataset has no masks");
        assertThat(bolts.json("metrics.json").at("/by_defect/spot/pixel_ap").asText())
                .isEqualTo("the dataset has no masks");
        assertThat(bolts.json("metrics.json").at("/undefined/eval~1pixel_auroc").asText())
                .isEqualTo("the dataset has no masks");
        assertThat(bolts.written()).doesNotContain("curves/pro.svg", "curves/roc_pixel.json");
    }

    @Test
    void someMissingMasksAreNotTakenForSoundPixels() throws IOException {
        bolts.deleteMask("spot/001");

        assertThat(bolts.evaluate(WantedMetric.defaults(), HeatMaps.NONE).undefined())
                .containsValue("1 of 3 defective test images have no mask");
    }

    @Test
    void onlyWhatIsWantedIsMeasured() throws IOException {
        List<WantedMetric> wanted = List.of(WantedMetric.parse("au-pro-0.05"), WantedMetric.parse("au-pro-0.3"));

        Evaluation evaluation = bolts.evaluate(wanted, HeatMaps.NONE);

        assertThat(evaluation.metrics()).containsOnlyKeys("eval/au_pro_0.05", "eval/au_pro_0.3");
        assertThat(bolts.written()).contains("curves/pro.json").doesNotContain("curves/roc_image.json");
    }

    @Test
    void aTypeWithoutAMarkedPixelHasNoFiguresOfPixels() throws IOException {
        bolts.picture("ground_truth/stain/000_mask.png", 0);

        bolts.evaluate(WantedMetric.defaults(), HeatMaps.NONE);

        JsonNode metrics = bolts.json("metrics.json");
        assertThat(metrics.at("/by_defect/stain/au_pro_0.3").asText())
                .isEqualTo("there are no defective pixels in its masks");
        assertThat(metrics.at("/by_defect/stain/image_auroc").asDouble()).isEqualTo(1);
        assertThat(metrics.at("/metrics/eval~1au_pro_0.3").isNumber()).isTrue();
    }

    @Test
    void goodValidationImagesGiveThresholdsForDeployment() throws IOException {
        bolts.picture("validation/good/000.png", 60);
        bolts.picture("validation/good/001.png", 110);

        Evaluation evaluation = bolts.evaluate(WantedMetric.defaults(), HeatMaps.NONE);

        // 110 lets 140 (good) through as an alarm and misses 100 (defective).
        JsonNode deployment = bolts.json("metrics.json").get("deployment");
        assertThat(bolts.json("metrics.json").at("/colours/from").asText()).isEqualTo("validation");
        assertThat(deployment.get("validation_images").asInt()).isEqualTo(2);
        JsonNode max = deployment.at("/thresholds/0");
        assertThat(max.get("rule").asText()).isEqualTo("max");
        assertThat(max.get("threshold").asDouble()).isEqualTo(110 / 255f, within(1e-6));
        assertThat(max.get("precision").asDouble()).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(max.get("recall").asDouble()).isEqualTo(2.0 / 3, within(1e-12));
        assertThat(max.get("false_alarm_rate").asDouble()).isEqualTo(0.5);
        assertThat(max.get("true_negatives").asInt()).isEqualTo(1);
        assertThat(deployment.get("thresholds").findValuesAsText("undefined"))
                .containsExactly(
                        "needs 19 good validation images, there are 2", "needs 99 good validation images, there are 2");
        assertThat(evaluation.images()).isEqualTo(5);
    }
}
