package io.loupe.detectors.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.metric.Curve.Point;
import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PixelMetricsTest {
    @Test
    void twoRegionsOfDifferentSizeCountTheSame() {
        // Region a: 1 pixel with score 9. Region b: 4 pixels with 7, 5, 3, 1. Ten sound pixels: 8, 6, 4, 2 and six of
        // 0.
        //   score  9    8    7     6    5     4    3     2    1    0
        //   FPR    0    .1   .1    .2   .2    .3   .3    .4   .4   1
        //   PRO    .5   .5   .625  .625 .75   .75  .875  .875 1    1
        // AU-PRO to 0.3: (0.1 * .5 + 0.1 * .625 + 0.1 * .75) / 0.3 = 0.625
        // Pixel AUROC: true positive rates of .2, .4, .6, .8 and 1 over widths of .1, .1, .1, .1 and .6.
        InMemory image = InMemory.of("#.... ...## ...##", 9, 8, 6, 4, 2, 0, 0, 0, 7, 5, 0, 0, 0, 3, 1);

        PixelMetrics metrics = PixelMetrics.of(List.of(image), 0.3, 1.0);

        assertThat(metrics.regions()).isEqualTo(2);
        assertThat(metrics.defectivePixels()).isEqualTo(5);
        assertThat(metrics.soundPixels()).isEqualTo(10);
        assertThat(auPro(metrics, 0.3)).isEqualTo(0.625, within(1e-12));
        assertThat(auPro(metrics, 1.0)).isEqualTo(0.05 + 0.0625 + 0.075 + 0.0875 + 0.6, within(1e-12));
        assertThat(auroc(metrics)).isEqualTo(0.02 + 0.04 + 0.06 + 0.08 + 0.6, within(1e-12));
    }

    @Test
    void theCurveIsInterpolatedAtTheLimit() {
        // One threshold for all pixels: PRO rises from (0, 0) straight to (1, 1); up to 0.3 its area is 0.3 * 0.3 / 2.
        InMemory image = InMemory.of("##.. ....", 1, 1, 1, 1, 1, 1, 1, 1);

        PixelMetrics metrics = PixelMetrics.of(List.of(image), 0.3);

        assertThat(auPro(metrics, 0.3)).isEqualTo(0.15, within(1e-12));
        assertThat(auroc(metrics)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void regionsThatTouchAtACornerAreOne() {
        // As one region of 2 pixels the recall is 1/2 after the first; as two it would be the same, but a third pixel
        // elsewhere tells: 2 regions, not 3.
        InMemory image = InMemory.of("#..# .#.. ....", 9, 0, 0, 1, 0, 9, 0, 0, 5, 0, 0, 0);

        PixelMetrics metrics = PixelMetrics.of(List.of(image), 1.0);

        assertThat(metrics.regions()).isEqualTo(2);
        // PRO .5 until the sound pixel 5 is passed (FPR 1/9), then 1.
        assertThat(auPro(metrics, 1.0)).isEqualTo(0.5 / 9 + 8.0 / 9, within(1e-12));
    }

    @Test
    void goodImagesBringTheirPixelsIntoTheFalsePositiveRate() {
        InMemory defective = InMemory.of("#... ", 5, 0, 0, 0);
        InMemory good = InMemory.of(".... ", 9, 0, 0, 0);

        PixelMetrics metrics = PixelMetrics.of(List.of(defective, good), 1.0);

        assertThat(metrics.soundPixels()).isEqualTo(7);
        assertThat(auPro(metrics, 1.0)).isEqualTo(6.0 / 7, within(1e-12));
    }

    @Test
    void perfectMapsScoreOne() {
        InMemory image = InMemory.of("##.. ....", 3, 2, 1, 0, 0, 0, 0, 0);

        PixelMetrics metrics = PixelMetrics.of(List.of(image), 0.3);

        assertThat(auPro(metrics, 0.3)).isEqualTo(1);
        assertThat(auroc(metrics)).isEqualTo(1);
        assertThat(metrics.pro().points()).startsWith(new Point(0, 0)).endsWith(new Point(1, 1));
    }

    @Test
    void withoutDefectivePixelsItIsUndefinedWithAReason() {
        PixelMetrics metrics = PixelMetrics.of(List.of(InMemory.of(".. ..", 1, 2, 3, 4)), 0.3);

        Undefined none = new Undefined("there are no defective pixels in the masks");
        assertThat(metrics.auroc()).isEqualTo(none);
        assertThat(metrics.auPro()).isEqualTo(Map.of(0.3, none));
        assertThat(metrics.pro().points()).isEmpty();
        assertThat(PixelMetrics.of(List.of(), 0.3).auroc()).isEqualTo(none);
    }

    @Test
    void withoutSoundPixelsItIsUndefinedWithAReason() {
        PixelMetrics metrics = PixelMetrics.of(List.of(InMemory.of("## ##", 1, 2, 3, 4)), 0.3);

        assertThat(metrics.auPro().get(0.3)).isEqualTo(new Undefined("there are no sound pixels"));
    }

    @Test
    void aScoreThatIsNotANumberIsNamed() {
        InMemory image = InMemory.of("#. ..", 1, 2, 3, Double.NaN);

        assertThatThrownBy(() -> PixelMetrics.of(List.of(image), 0.3))
                .isInstanceOfSatisfying(DetectorException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.NUMERICS);
                    assertThat(e).hasMessage("image: the score at x 1, y 1 is not a number");
                });
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() {
        InMemory map = InMemory.of("#. ..", 1, 2, 3, 4);
        InMemory mask = InMemory.of("#..", 1, 2, 3);
        InMemory mixed = new InMemory("x/001.png", map.map(), mask.mask());

        assertThatThrownBy(() -> PixelMetrics.of(List.of(mixed), 0.3))
                .hasMessage("x/001.png: the mask has 3 x 1 pixels, the map 2 x 2");
    }

    @Test
    void infiniteAndNegativeScoresAreRanked() {
        InMemory image = InMemory.of("##.. ", Double.POSITIVE_INFINITY, -1, -2, Double.NEGATIVE_INFINITY);

        assertThat(auroc(PixelMetrics.of(List.of(image), 0.3))).isEqualTo(1);
    }

    @Test
    void equalsAnIndependentImplementation() throws IOException {
        JsonNode cases;
        try (InputStream golden = PixelMetricsTest.class.getResourceAsStream("/golden/metric/metrics.json")) {
            cases = new ObjectMapper().readTree(golden);
        }
        assertThat(cases).hasSize(12);
        for (JsonNode each : cases) {
            PixelMetrics metrics = PixelMetrics.of(images(each), 0.05, 0.3, 1.0);

            assertThat(metrics.regions()).isEqualTo(each.get("regions").asLong());
            assertThat(auroc(metrics)).isEqualTo(each.get("pixel_auroc").asDouble(), within(1e-12));
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
    void onlyTheOrderOfScoresMatters(@ForAll long seed, @ForAll @IntRange(min = 1, max = 1000) int values) {
        List<InMemory> images = RandomMaps.images(seed, values);
        PixelMetrics metrics = PixelMetrics.of(images, 0.3);

        for (DoubleUnaryOperator monotone :
                List.<DoubleUnaryOperator>of(x -> 3 * x - 700, x -> x * x * x, x -> Math.exp(x / 100))) {
            List<InMemory> changed = images.stream()
                    .map(image -> RandomMaps.with(image, monotone))
                    .toList();
            assertThat(PixelMetrics.of(changed, 0.3)).isEqualTo(metrics);
        }
    }

    @Property(tries = 200)
    void theDrawnCurveHasTheExactAreaUpToItsStep(@ForAll long seed) {
        PixelMetrics metrics = PixelMetrics.of(RandomMaps.images(seed, 1_000_000), 1.0);

        double area = 0;
        List<Point> points = metrics.pro().points();
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            assertThat(to.x()).isGreaterThanOrEqualTo(from.x());
            assertThat(to.y()).isGreaterThanOrEqualTo(from.y());
            area += (to.x() - from.x()) * (from.y() + to.y()) / 2;
        }
        assertThat(area).isEqualTo(auPro(metrics, 1.0), within(Curve.STEP));
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

    private static double auroc(PixelMetrics metrics) {
        return ((Value) metrics.auroc()).value();
    }

    private static double auPro(PixelMetrics metrics, double limit) {
        return ((Value) metrics.auPro().get(limit)).value();
    }
}
