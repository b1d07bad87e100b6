package io.loupe.detectors.metric;

import static io.loupe.detectors.metric.Figures.auPro;
import static io.loupe.detectors.metric.Figures.auroc;
import static io.loupe.detectors.metric.Figures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Figures that others computed: in Python, word for word from the definitions, by MVTec's own algorithm. */
final class PixelMetricsReferenceTest {
    @Test
    void equalsAnIndependentImplementation() throws IOException {
        JsonNode cases;
        try (InputStream golden = PixelMetricsReferenceTest.class.getResourceAsStream("/golden/metric/metrics.json")) {
            cases = new ObjectMapper().readTree(golden);
        }
        assertThat(cases).hasSize(12);
        for (JsonNode each : cases) {
            PixelMetrics metrics = PixelMetrics.of(images(each), 0.05, 0.3, 1.0);

            assertThat(metrics.all().regions()).isEqualTo(each.get("regions").asLong());
            Ranking ranking = metrics.all().ranking();
            assertThat(value(ranking.auroc())).isEqualTo(each.get("pixel_auroc").asDouble(), within(1e-12));
            assertThat(value(ranking.averagePrecision()))
                    .isEqualTo(each.get("pixel_ap").asDouble(), within(1e-12));
            assertThat(value(ranking.f1Max()))
                    .isEqualTo(each.get("pixel_f1_max").asDouble(), within(1e-12));
            for (double limit : new double[] {0.05, 0.3, 1.0}) {
                double expected = each.get("au_pro").get(String.valueOf(limit)).asDouble();
                assertThat(auPro(metrics, limit)).as("limit %s", limit).isEqualTo(expected, within(1e-12));
            }
        }
    }

    @Property(tries = 300)
    void aurocEqualsThePairwiseDefinition(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int values) {
        List<InMemory> images = RandomMaps.images(seed, values);

        PixelMetrics metrics = PixelMetrics.of(images, 1.0);

        assertThat(auroc(metrics)).isEqualTo(RandomMaps.pairwiseAuroc(images), within(1e-10));
    }

    @Property(tries = 200)
    void auProEqualsTheDefinitionThresholdByThreshold(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int values,
            @ForAll @IntRange(min = 1, max = 20) int limit) {
        List<InMemory> images = RandomMaps.images(seed, values);

        PixelMetrics metrics = PixelMetrics.of(images, limit / 20.0);

        assertThat(auPro(metrics, limit / 20.0))
                .isEqualTo(RandomMaps.auProByThresholds(images, limit / 20.0), within(1e-10));
    }

    @Property(tries = 200)
    void equalsMvtecsAlgorithm(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int values) {
        List<InMemory> images = RandomMaps.images(seed, values);

        assertEqualsMvtecs(PixelMetrics.of(images, 0.05, 0.3, 1.0), MvtecAlgorithm.sort(images), 1e-11);
    }

    /** Maps as detectors make them: smooth, resized from a small one, with thousands of distinct scores. */
    @Test
    void equalsMvtecsAlgorithmOnMapsThatLookReal() {
        List<InMemory> images = RandomMaps.smooth(6, 24, 200);

        PixelMetrics metrics = PixelMetrics.of(images, 0.05, 0.3, 1.0);

        assertThat(metrics.all().defectivePixels()).isBetween(2_000L, 20_000L);
        assertThat(auPro(metrics, 0.3)).isBetween(0.3, 0.99);
        assertEqualsMvtecs(metrics, MvtecAlgorithm.sort(images), 1e-9);
    }

    private static List<InMemory> images(JsonNode json) {
        List<InMemory> images = new ArrayList<>();
        int width = json.get("width").asInt();
        int height = json.get("height").asInt();
        for (int i = 0; i < json.get("maps").size(); i++) {
            double[] scores = new double[width * height];
            boolean[] defective = new boolean[width * height];
            for (int at = 0; at < scores.length; at++) {
                scores[at] = json.get("maps").get(i).get(at).asDouble();
                defective[at] = json.get("masks").get(i).get(at).asInt() > 0;
            }
            images.add(InMemory.of(width, height, scores, defective));
        }
        return images;
    }

    static void assertEqualsMvtecs(PixelMetrics metrics, MvtecAlgorithm expected, double tolerance) {
        Ranking ranking = metrics.all().ranking();
        assertThat(metrics.all().regions()).isEqualTo(expected.regions());
        assertThat(value(ranking.auroc())).isEqualTo(expected.auroc(), within(tolerance));
        assertThat(value(ranking.averagePrecision())).isEqualTo(expected.averagePrecision(), within(tolerance));
        assertThat(value(ranking.f1Max())).isEqualTo(expected.f1Max(), within(tolerance));
        for (double limit : metrics.all().auPro().keySet()) {
            assertThat(auPro(metrics, limit)).as("limit %s", limit).isEqualTo(expected.auPro(limit), within(tolerance));
        }
    }
}
