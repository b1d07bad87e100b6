package io.loupe.detectors.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.image.PngWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MVTec LOCO from files to figures, with a scorer that knows bright from dark; all figures by hand. */
final class LocoEvaluationTest {
    private static final int SIDE = 20;
    private static final int[] BRIGHT = {189, 190, 209, 210};

    @TempDir
    private Path folder;

    /** Good: 0 and 140. Logical: 200 with two overlapping defects. Structural: 100. */
    @BeforeEach
    void paint() throws IOException {
        picture("train/good/000.png", 10);
        picture("test/good/000.png", 0);
        picture("test/good/001.png", 140);
        picture("test/logical_anomalies/000.png", 200);
        picture("test/structural_anomalies/000.png", 100);
        // Eight pixels, four of them bright; four are enough.
        mask("logical_anomalies/000/000.png", SIDE, 255, 189, 190, 209, 210, 0, 1, 2, 3);
        // Four pixels, two of them bright; half is enough.
        mask("logical_anomalies/000/001.png", SIDE, 254, 189, 190, 20, 21);
        mask("structural_anomalies/000/000.png", SIDE, 253, BRIGHT);
        Files.writeString(folder.resolve("cap/defects_config.json"), """
                [{"defect_name": "missing", "pixel_value": 255, "saturation_threshold": 4, "relative_saturation": false},
                 {"defect_name": "swapped", "pixel_value": 254, "saturation_threshold": 0.5, "relative_saturation": true},
                 {"defect_name": "scratch", "pixel_value": 253, "saturation_threshold": 1.0, "relative_saturation": true}]
                """);
    }

    @Test
    void defectsCountAsFoundWhenEnoughOfThemIs() throws IOException {
        Evaluation evaluation = evaluate();

        // The second good image's four bright pixels lie above the structural defect's; nothing above the logical ones.
        double sound = 3.0 * SIDE * SIDE - 4;
        double structural = 1 - 4 / sound / 0.05;
        assertThat(evaluation.undefined()).isEmpty();
        assertThat(evaluation.metrics().get("eval/au_spro_0.05_logical")).isEqualTo(1, within(1e-12));
        assertThat(evaluation.metrics().get("eval/au_spro_0.05_structural")).isEqualTo(structural, within(1e-12));
        assertThat(evaluation.metrics().get("eval/au_spro_0.05")).isEqualTo((1 + structural) / 2, within(1e-12));
        assertThat(evaluation.metrics().get("eval/au_spro_1")).isEqualTo((1 + 1 - 4 / sound) / 2, within(1e-12));
        assertThat(evaluation.metrics().get("eval/image_auroc_logical")).isEqualTo(1);
        assertThat(evaluation.metrics().get("eval/image_auroc_structural")).isEqualTo(0.5);
        assertThat(evaluation.metrics().get("eval/image_auroc_mean")).isEqualTo(0.75);
        assertThat(evaluation.metrics()).hasSize(18);
        JsonNode metrics = json("metrics.json");
        assertThat(metrics.at("/loco/logical/defects").asInt()).isEqualTo(2);
        assertThat(metrics.at("/loco/structural/au_spro/0.05").asDouble()).isEqualTo(structural, within(1e-12));
        assertThat(metrics.at("/by_defect/logical_anomalies/image_auroc").asDouble())
                .isEqualTo(1);
        assertThat(json("heat_maps/index.json").get(2).at("/masks/1").asText())
                .isEqualTo("cap/ground_truth/logical_anomalies/000/001.png");
        assertThat(results().resolve("curves/spro_structural.svg")).exists();
    }

    @Test
    void mapsAreBroughtToTheSizeOfLargerMasks() throws IOException {
        int[] block = {760, 761, 762, 763}; // row 19 of 40, columns 0 to 3: dark, beside the bright block's rows
        mask("logical_anomalies/000/000.png", 2 * SIDE, 255, 739, 740, 779, 780);
        mask("logical_anomalies/000/001.png", 2 * SIDE, 254, block);
        mask("structural_anomalies/000/000.png", 2 * SIDE, 253, 739, 740, 779, 780);

        Evaluation evaluation = evaluate();

        assertThat(evaluation.undefined()).isEmpty();
        // One of two logical defects is found before any sound pixel, the other with the rest of the dark ones.
        assertThat(evaluation.metrics().get("eval/au_spro_0.05_logical")).isBetween(0.45, 0.6);
        assertThat(json("metrics.json").at("/pixels/sound").asLong()).isEqualTo(4L * 4 * SIDE * SIDE - 8 - 4);
    }

    @Test
    void withoutGoodImagesTheReasonIsGiven() throws IOException {
        Files.delete(folder.resolve("cap/test/good/000.png"));
        Files.delete(folder.resolve("cap/test/good/001.png"));
        Files.delete(folder.resolve("cap/test/structural_anomalies/000.png"));

        Evaluation evaluation = evaluate();

        assertThat(evaluation.metrics().get("eval/au_spro_0.05_logical")).isEqualTo(1, within(1e-12));
        assertThat(evaluation.undefined())
                .containsEntry("eval/image_auroc_logical", "there are no good test images")
                .containsEntry("eval/au_spro_0.05", "there are no test images with structural anomalies")
                .containsEntry("eval/au_spro_0.05_structural", "there are no test images with structural anomalies")
                .containsEntry("eval/image_auroc_mean", "there are no test images with structural anomalies");
    }

    @Test
    void withoutMasksImagesAreRankedAllTheSame() throws IOException {
        try (Stream<Path> masks = Files.walk(folder.resolve("cap/ground_truth"))) {
            for (Path file : masks.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        Evaluation evaluation = evaluate();

        assertThat(evaluation.metrics())
                .containsEntry("eval/image_auroc_logical", 1.0)
                .containsEntry("eval/image_auroc_structural", 0.5)
                .containsEntry("eval/image_auroc_mean", 0.75);
        assertThat(evaluation.undefined())
                .containsEntry("eval/au_spro_0.05", "the dataset has no masks")
                .containsEntry("eval/au_spro_0.05_logical", "the dataset has no masks")
                .containsEntry("eval/au_spro_0.05_structural", "the dataset has no masks");
        assertThat(evaluation.undefined().keySet()).noneMatch(name -> name.contains("image_auroc"));
    }

    @Test
    void otherDatasetsHaveNoFiguresOfLoco() throws IOException {
        Files.delete(folder.resolve("cap/defects_config.json"));
        Category category = Category.read(folder.resolve("cap"));

        Evaluation evaluation = new Evaluator(
                        category,
                        List.of(WantedMetric.parse("au-spro-0.05"), WantedMetric.parse("image-auroc-mean")),
                        HeatMaps.NONE,
                        results(),
                        (_, _, _) -> {})
                .evaluate(new BrightnessScorer());

        assertThat(WantedMetric.defaults(category)).isEqualTo(WantedMetric.defaults());
        assertThat(evaluation.metrics()).isEmpty();
        assertThat(evaluation.undefined())
                .containsOnlyKeys("eval/au_spro_0.05", "eval/image_auroc_mean")
                .containsValue("the dataset is not annotated as MVTec LOCO is");
    }

    @Test
    void namesOfLocosMetricsAreRead() throws IOException {
        for (WantedMetric metric : WantedMetric.defaults(Category.read(folder.resolve("cap")))) {
            assertThat(WantedMetric.parse(metric.documentName())).isEqualTo(metric);
        }
        assertThat(WantedMetric.parse("au-spro-0.05-logical").mlflowName()).isEqualTo("eval/au_spro_0.05_logical");
    }

    private Evaluation evaluate() throws IOException {
        Category category = Category.read(folder.resolve("cap"));
        return new Evaluator(category, WantedMetric.defaults(category), HeatMaps.ALL, results(), (_, _, _) -> {})
                .evaluate(new BrightnessScorer());
    }

    private Path results() {
        return folder.resolve("results");
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(results().resolve(file).toFile());
    }

    private void picture(String path, int brightness) throws IOException {
        mask("../" + path, SIDE, brightness, BRIGHT);
    }

    private void mask(String path, int side, int value, int... pixels) throws IOException {
        byte[] samples = new byte[side * side];
        for (int at : pixels) {
            samples[at] = (byte) value;
        }
        Path file = folder.resolve("cap/ground_truth").resolve(path).normalize();
        Files.createDirectories(file.getParent());
        PngWriter.write(file, side, side, 1, samples);
    }
}
