package io.loupe.detectors.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.evaluation.EvaluationProgress.Stage;
import io.loupe.detectors.heatmap.FloatTiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an evaluation writes and tells, and what ends it. */
final class EvaluatorTest {
    @TempDir
    private Path folder;

    private Bolts bolts;

    @BeforeEach
    void writeCategory() throws IOException {
        bolts = new Bolts(folder);
    }

    @Test
    void allMetricsAndFilesAreThere() throws IOException {
        Evaluation evaluation = bolts.evaluate(WantedMetric.defaults(), HeatMaps.ALL);

        // Pairs of a defective and a good image: of 6, only (100, 140) is ranked wrongly.
        assertThat(evaluation.metrics().get("eval/image_auroc")).isEqualTo(5.0 / 6, within(1e-12));
        // Of 2000 - 12 sound pixels, the 4 bright ones of each good image can beat a defect: those of 140 beat 100.
        double sound = 5 * Bolts.SIDE * Bolts.SIDE - 3 * 4;
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
        assertThat(bolts.written())
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
        AnomalyMap map = FloatTiff.read(bolts.results().resolve("anomaly_maps/stain/000.tiff"));
        assertThat(map.max()).isEqualTo(250 / 255f);
    }

    @Test
    void theFilesSayWhatWasMeasured() throws IOException {
        bolts.evaluate(WantedMetric.defaults(), HeatMaps.ALL);

        JsonNode metrics = bolts.json("metrics.json");
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
        JsonNode pro = bolts.json("curves/pro.json");
        assertThat(pro.at("/areas/eval~1au_pro_0.3").asDouble()).isGreaterThan(0.99);
        assertThat(pro.at("/points/0/0").asDouble()).isZero();
        JsonNode entry = bolts.json("heat_maps/index.json").get(2);
        assertThat(entry.at("/image").asText()).isEqualTo("bolt/test/spot/000.png");
        assertThat(entry.at("/defect").asText()).isEqualTo("spot");
        assertThat(entry.at("/label").asText()).isEqualTo("defective");
        assertThat(entry.at("/heatMap").asText()).isEqualTo("heat_maps/spot/000.png");
        assertThat(entry.at("/anomalyMap").asText()).isEqualTo("anomaly_maps/spot/000.tiff");
        assertThat(entry.at("/mask").asBoolean()).isTrue();
        assertThat(entry.at("/width").asInt()).isEqualTo(Bolts.SIDE);
        assertThat(entry.at("/score").asDouble()).isEqualTo(200 / 255f, within(1e-6));
        assertThat(bolts.json("curves/scores.json").at("/images")).hasSize(5);
    }

    @Test
    void mapsThatAreNotWantedAreMeasuredAllTheSame() throws IOException {
        Evaluation all = bolts.evaluate(WantedMetric.defaults(), HeatMaps.ALL);
        bolts.writeTo("some");
        Evaluation some = bolts.evaluate(WantedMetric.defaults(), HeatMaps.DEFECTIVE);
        assertThat(bolts.written()).filteredOn(file -> file.contains("/good/")).isEmpty();
        bolts.writeTo("none");
        Evaluation none = bolts.evaluate(WantedMetric.defaults(), HeatMaps.NONE);

        assertThat(some.heatMaps()).isEqualTo(3);
        assertThat(none.heatMaps()).isZero();
        assertThat(some.metrics()).isEqualTo(all.metrics());
        assertThat(none.metrics()).isEqualTo(all.metrics());
        assertThat(bolts.written()).noneMatch(file -> file.endsWith(".tiff") || file.endsWith(".png"));
        assertThat(bolts.json("heat_maps/index.json").at("/0/heatMap").asText()).isEmpty();
    }

    @Test
    void aScoreThatIsNotFiniteEndsItAndLeavesNoScratchFiles() throws IOException {
        for (double score : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> bolts.evaluator(WantedMetric.defaults(), HeatMaps.NONE, Bolts.SILENT)
                            .evaluate(broken(score, 0)))
                    .isInstanceOf(DetectorException.class)
                    .hasMessageContaining("stain")
                    .hasMessageContaining(Double.isNaN(score) ? "score is not a number" : "score is infinite");
            assertThat(bolts.written()).isEmpty();
        }
        assertThatThrownBy(() -> bolts.evaluator(WantedMetric.defaults(), HeatMaps.NONE, Bolts.SILENT)
                        .evaluate(broken(1, Float.NEGATIVE_INFINITY)))
                .isInstanceOf(DetectorException.class)
                .hasMessage("bolt/test/stain/000.png: the score at x 0, y 0 is infinite");
    }

    @Test
    void progressIsToldAndMayEndTheEvaluation() throws IOException {
        List<String> told = new ArrayList<>();
        bolts.evaluator(
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
        assertThatThrownBy(() -> bolts.evaluator(WantedMetric.defaults(), HeatMaps.ALL, (stage, done, _) -> {
                            if (stage == Stage.SCORING && done == 2) {
                                throw new IllegalStateException("cancelled");
                            }
                        })
                        .evaluate(new BrightnessScorer()))
                .hasMessage("cancelled");
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
}
