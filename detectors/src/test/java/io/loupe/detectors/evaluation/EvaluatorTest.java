package io.loupe.detectors.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.evaluation.EvaluationProgress.Stage;
import io.loupe.detectors.heatmap.FloatTiff;
import io.loupe.detectors.image.PngWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluations of a category whose defects are bright, by a scorer that looks for brightness. */
final class EvaluatorTest {
    private static final int SIDE = 20;
    private static final EvaluationProgress SILENT = (_, _, _) -> {};

    @TempDir
    private Path folder;

    private Path results;

    @BeforeEach
    void writeCategory() throws IOException {
        results = folder.resolve("results");
        picture("test/good/000.png", 60);
        picture("test/good/001.png", 140);
        picture("test/spot/000.png", 200);
        picture("test/spot/001.png", 100); // less than the brighter good one
        picture("test/stain/000.png", 250);
        for (String place : List.of("spot/000", "spot/001", "stain/000")) {
            picture("ground_truth/" + place + "_mask.png", 255);
        }
    }

    @Test
    void allMetricsAndFilesAreThere() throws IOException {
        Evaluation evaluation = evaluate(WantedMetric.defaults(), HeatMaps.ALL);

        // Pairs of a defective and a good image: of 6, only (100, 140) is ranked wrongly.
        assertThat(evaluation.metrics().get("eval/image_auroc")).isEqualTo(5.0 / 6, within(1e-12));
        // Of 2000 - 12 sound pixels, the 4 bright ones of each good image can beat a defect: those of 140 beat 100.
        double sound = 5 * SIDE * SIDE - 3 * 4;
        assertThat(evaluation.metrics().get("eval/pixel_auroc")).isEqualTo(1 - 4 / sound / 3, within(1e-12));
        double auPro = (0.3 - 4 / sound * (1.0 / 3)) / 0.3;
        assertThat(evaluation.metrics().get("eval/au_pro_0.3")).isEqualTo(auPro, within(1e-12));
        // Defects descend 250, 200, (140 good), 100: four pixels each, precision 1, 1 and 3/4 (images) or 12/16
        // (pixels).
        assertThat(evaluation.metrics().get("eval/image_ap")).isEqualTo((1 + 1 + 0.75) / 3, within(1e-12));
        assertThat(evaluation.metrics().get("eval/pixel_ap")).isEqualTo((1 + 1 + 0.75) / 3, within(1e-12));
        assertThat(evaluation.metrics().get("eval/image_f1_max")).isEqualTo(6.0 / 7, within(1e-12));
        assertThat(evaluation.metrics().get("eval/pixel_f1_max")).isEqualTo(6.0 / 7, within(1e-12));
        assertThat(evaluation.metrics().get("eval/au_pro_0.05"))
                .isEqualTo((0.05 - 4 / sound * (1.0 / 3)) / 0.05, within(1e-12));
        assertThat(evaluation.undefined()).isEmpty();
        assertThat(evaluation.images()).isEqualTo(5);
        assertThat(evaluation.heatMaps()).isEqualTo(5);
        assertThat(written())
                .containsExactly(
                        "anomaly_maps/good/000.tiff",
                        "anomaly_maps/good/001.tiff",
                        "anomaly_maps/spot/000.tiff",
                        "anomaly_maps/spot/001.tiff",
                        "anomaly_maps/stain/000.tiff",
                        "curves/pro.json",
                        "curves/pro.svg",
                        "curves/roc_image.json",
                        "curves/roc_image.svg",
                        "curves/roc_pixel.json",
                        "curves/roc_pixel.svg",
                        "curves/scores.json",
                        "heat_maps/good/000.png",
                        "heat_maps/good/001.png",
                        "heat_maps/index.json",
                        "heat_maps/spot/000.png",
                        "heat_maps/spot/001.png",
                        "heat_maps/stain/000.png",
                        "metrics.json");
        AnomalyMap map = FloatTiff.read(results.resolve("anomaly_maps/stain/000.tiff"));
        assertThat(map.max()).isEqualTo(250 / 255f);
    }

    @Test
    void theFilesSayWhatWasMeasured() throws IOException {
        evaluate(WantedMetric.defaults(), HeatMaps.ALL);

        JsonNode metrics = json("metrics.json");
        assertThat(metrics.at("/metrics").properties()).hasSize(8);
        assertThat(metrics.at("/images/defective").asInt()).isEqualTo(3);
        assertThat(metrics.at("/colours/from").asText()).isEqualTo("test-good");
        assertThat(metrics.at("/pixels/regions").asInt()).isEqualTo(3);
        assertThat(metrics.at("/by_defect/stain/image_auroc").asDouble()).isEqualTo(1);
        assertThat(metrics.at("/by_defect/spot/image_auroc").asDouble()).isEqualTo(0.75);
        assertThat(metrics.at("/by_defect/spot/images").asInt()).isEqualTo(2);
        assertThat(metrics.at("/by_defect/stain/pixel_ap").asDouble()).isEqualTo(1);
        assertThat(metrics.at("/by_defect/stain/au_pro_0.3").asDouble()).isEqualTo(1);
        double sound = metrics.at("/pixels/sound").asDouble();
        assertThat(metrics.at("/by_defect/spot/au_pro_0.3").asDouble())
                .isEqualTo(1 - 4 / sound / 2 / 0.3, within(1e-12));
        assertThat(metrics.at("/test_set_optima/image/f1").asDouble()).isEqualTo(6.0 / 7, within(1e-12));
        assertThat(metrics.at("/test_set_optima/image/threshold").asDouble()).isEqualTo(100 / 255f, within(1e-6));
        assertThat(metrics.at("/test_set_optima/pixel/precision").asDouble()).isEqualTo(0.75, within(1e-12));
        assertThat(metrics.has("deployment")).isFalse();
        JsonNode pro = json("curves/pro.json");
        assertThat(pro.at("/areas/eval~1au_pro_0.3").asDouble()).isGreaterThan(0.99);
        assertThat(pro.at("/points/0/0").asDouble()).isZero();
        JsonNode entry = json("heat_maps/index.json").get(2);
        assertThat(entry.at("/image").asText()).isEqualTo("bolt/test/spot/000.png");
        assertThat(entry.at("/defect").asText()).isEqualTo("spot");
        assertThat(entry.at("/label").asText()).isEqualTo("defective");
        assertThat(entry.at("/heatMap").asText()).isEqualTo("heat_maps/spot/000.png");
        assertThat(entry.at("/anomalyMap").asText()).isEqualTo("anomaly_maps/spot/000.tiff");
        assertThat(entry.at("/mask").asBoolean()).isTrue();
        assertThat(entry.at("/width").asInt()).isEqualTo(SIDE);
        assertThat(entry.at("/score").asDouble()).isEqualTo(200 / 255f, within(1e-6));
        assertThat(json("curves/scores.json").at("/images")).hasSize(5);
    }

    @Test
    void mapsThatAreNotWantedAreMeasuredAllTheSame() throws IOException {
        Evaluation all = evaluate(WantedMetric.defaults(), HeatMaps.ALL);
        results = folder.resolve("some");
        Evaluation some = evaluate(WantedMetric.defaults(), HeatMaps.DEFECTIVE);
        assertThat(written()).filteredOn(file -> file.contains("/good/")).isEmpty();
        results = folder.resolve("none");
        Evaluation none = evaluate(WantedMetric.defaults(), HeatMaps.NONE);

        assertThat(some.heatMaps()).isEqualTo(3);
        assertThat(none.heatMaps()).isZero();
        assertThat(some.metrics()).isEqualTo(all.metrics());
        assertThat(none.metrics()).isEqualTo(all.metrics());
        assertThat(written()).noneMatch(file -> file.endsWith(".tiff") || file.endsWith(".png"));
        assertThat(json("heat_maps/index.json").at("/0/heatMap").asText()).isEmpty();
    }

    @Test
    void withoutMasksPixelMetricsAreAbsentWithTheReason() throws IOException {
        deleteMask("spot/000");
        deleteMask("spot/001");
        deleteMask("stain/000");

        Evaluation evaluation = evaluate(WantedMetric.defaults(), HeatMaps.NONE);

        assertThat(evaluation.metrics()).containsOnlyKeys("eval/image_auroc", "eval/image_ap", "eval/image_f1_max");
        assertThat(evaluation.undefined())
                .containsOnlyKeys(
                        "eval/pixel_auroc", "eval/pixel_ap", "eval/pixel_f1_max", "eval/au_pro_0.3", "eval/au_pro_0.05")
                .containsValue("the dataset has no masks");
        assertThat(json("metrics.json").at("/by_defect/spot/pixel_ap").asText()).isEqualTo("the dataset has no masks");
        assertThat(json("metrics.json").at("/undefined/eval~1pixel_auroc").asText())
                .isEqualTo("the dataset has no masks");
        assertThat(written()).doesNotContain("curves/pro.svg", "curves/roc_pixel.json");
    }

    @Test
    void someMissingMasksAreNotTakenForSoundPixels() throws IOException {
        deleteMask("spot/001");

        assertThat(evaluate(WantedMetric.defaults(), HeatMaps.NONE).undefined())
                .containsValue("1 of 3 defective test images have no mask");
    }

    @Test
    void onlyWhatIsWantedIsMeasured() throws IOException {
        List<WantedMetric> wanted = List.of(WantedMetric.parse("au-pro-0.05"), WantedMetric.parse("au-pro-0.3"));

        Evaluation evaluation = evaluate(wanted, HeatMaps.NONE);

        assertThat(evaluation.metrics()).containsOnlyKeys("eval/au_pro_0.05", "eval/au_pro_0.3");
        assertThat(written()).contains("curves/pro.json").doesNotContain("curves/roc_image.json");
    }

    @Test
    void aTypeWithoutAMarkedPixelHasNoFiguresOfPixels() throws IOException {
        picture("ground_truth/stain/000_mask.png", 0);

        evaluate(WantedMetric.defaults(), HeatMaps.NONE);

        JsonNode metrics = json("metrics.json");
        assertThat(metrics.at("/by_defect/stain/au_pro_0.3").asText())
                .isEqualTo("there are no defective pixels in its masks");
        assertThat(metrics.at("/by_defect/stain/image_auroc").asDouble()).isEqualTo(1);
        assertThat(metrics.at("/metrics/eval~1au_pro_0.3").isNumber()).isTrue();
    }

    @Test
    void goodValidationImagesGiveThresholdsForDeployment() throws IOException {
        picture("validation/good/000.png", 60);
        picture("validation/good/001.png", 110);

        Evaluation evaluation = evaluate(WantedMetric.defaults(), HeatMaps.NONE);

        // 110 lets 140 (good) through as an alarm and misses 100 (defective).
        JsonNode deployment = json("metrics.json").get("deployment");
        assertThat(json("metrics.json").at("/colours/from").asText()).isEqualTo("validation");
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

    @Test
    void aScoreThatIsNotFiniteEndsItAndLeavesNoScratchFiles() throws IOException {
        for (double score : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> evaluator(WantedMetric.defaults(), HeatMaps.NONE, SILENT)
                            .evaluate(broken(score, 0)))
                    .isInstanceOf(DetectorException.class)
                    .hasMessageContaining("stain")
                    .hasMessageContaining(Double.isNaN(score) ? "score is not a number" : "score is infinite");
            assertThat(written()).isEmpty();
        }
        assertThatThrownBy(() -> evaluator(WantedMetric.defaults(), HeatMaps.NONE, SILENT)
                        .evaluate(broken(1, Float.NEGATIVE_INFINITY)))
                .isInstanceOf(DetectorException.class)
                .hasMessage("bolt/test/stain/000.png: the score at x 0, y 0 is infinite");
    }

    /** Fails at stains. */
    private static Scorer broken(double imageScore, float firstPixel) {
        return new Scorer() {
            @Override
            public Score score(Path image) {
                Score score = new BrightnessScorer().score(image);
                if (!image.toString().contains("stain")) {
                    return score;
                }
                score.map().values()[0] = firstPixel;
                return new Score(score.map(), imageScore);
            }

            @Override
            public Pass pass(Path image, int batch) {
                return new BrightnessScorer().pass(image, batch);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void progressIsToldAndMayEndTheEvaluation() throws IOException {
        List<String> told = new ArrayList<>();
        evaluator(
                        WantedMetric.defaults(),
                        HeatMaps.DEFECTIVE,
                        (stage, done, total) -> told.add(stage + " " + done + "/" + total))
                .evaluate(new BrightnessScorer());

        assertThat(told)
                .containsExactly(
                        "SCORING 1/5",
                        "SCORING 2/5",
                        "SCORING 3/5",
                        "SCORING 4/5",
                        "SCORING 5/5",
                        "MEASURING 0/5",
                        "MEASURING 5/5",
                        "DRAWING 1/3",
                        "DRAWING 2/3",
                        "DRAWING 3/3");
        assertThatThrownBy(() -> evaluator(WantedMetric.defaults(), HeatMaps.ALL, (stage, done, _) -> {
                            if (stage == Stage.SCORING && done == 2) {
                                throw new IllegalStateException("cancelled");
                            }
                        })
                        .evaluate(new BrightnessScorer()))
                .hasMessage("cancelled");
    }

    @Test
    void namesOfMetricsAndHeatMapsAreRead() {
        assertThat(WantedMetric.defaults())
                .extracting(WantedMetric::documentName, WantedMetric::mlflowName)
                .extracting(Object::toString)
                .containsExactly(
                        "(\"image-auroc\", \"eval/image_auroc\")",
                        "(\"pixel-auroc\", \"eval/pixel_auroc\")",
                        "(\"au-pro-0.3\", \"eval/au_pro_0.3\")",
                        "(\"au-pro-0.05\", \"eval/au_pro_0.05\")",
                        "(\"image-ap\", \"eval/image_ap\")",
                        "(\"image-f1-max\", \"eval/image_f1_max\")",
                        "(\"pixel-ap\", \"eval/pixel_ap\")",
                        "(\"pixel-f1-max\", \"eval/pixel_f1_max\")");
        for (WantedMetric metric : WantedMetric.defaults()) {
            assertThat(WantedMetric.parse(metric.documentName())).isEqualTo(metric);
        }
        assertThat(HeatMaps.parse("defective")).isEqualTo(HeatMaps.DEFECTIVE);
        assertThatThrownBy(() -> WantedMetric.parse("f1"))
                .hasMessageContaining("f1 is not a metric")
                .hasMessageContaining("image-f1-max");
        assertThatThrownBy(() -> WantedMetric.parse("au-pro-3")).hasMessageContaining("(0, 1]");
        assertThatThrownBy(() -> WantedMetric.parse("au-pro-NaN")).hasMessageContaining("(0, 1]");
        assertThatThrownBy(() -> HeatMaps.parse("some")).hasMessageContaining("all, defective, none");
    }

    private Evaluation evaluate(List<WantedMetric> wanted, HeatMaps heatMaps) throws IOException {
        return evaluator(wanted, heatMaps, SILENT).evaluate(new BrightnessScorer());
    }

    private Evaluator evaluator(List<WantedMetric> wanted, HeatMaps heatMaps, EvaluationProgress progress) {
        return new Evaluator(Category.read(folder.resolve("bolt")), wanted, heatMaps, results, progress);
    }

    /** Dark, with four bright pixels in its middle. */
    private void picture(String path, int brightness) throws IOException {
        byte[] samples = new byte[SIDE * SIDE];
        for (int at : new int[] {189, 190, 209, 210}) {
            samples[at] = (byte) brightness;
        }
        Path file = folder.resolve("bolt").resolve(path);
        Files.createDirectories(file.getParent());
        PngWriter.write(file, SIDE, SIDE, 1, samples);
    }

    private void deleteMask(String place) throws IOException {
        Files.delete(folder.resolve("bolt/ground_truth/" + place + "_mask.png"));
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(results.resolve(file).toFile());
    }

    private List<String> written() throws IOException {
        if (!Files.exists(results)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(results)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> results.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
