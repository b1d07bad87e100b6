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
import java.util.Arrays;
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

        assertThat(metrics.all().regions()).isEqualTo(2);
        assertThat(metrics.all().defectivePixels()).isEqualTo(5);
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

        assertThat(metrics.all().regions()).isEqualTo(2);
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
        assertThat(metrics.all().ranking()).isEqualTo(Ranking.undefined(none.reason()));
        assertThat(metrics.all().auPro()).isEqualTo(Map.of(0.3, none));
        assertThat(metrics.pro().points()).isEmpty();
        assertThat(PixelMetrics.of(List.of(), 0.3).all().ranking().auroc()).isEqualTo(none);
    }

    @Test
    void withoutSoundPixelsItIsUndefinedWithAReason() {
        PixelMetrics metrics = PixelMetrics.of(List.of(InMemory.of("## ##", 1, 2, 3, 4)), 0.3);

        assertThat(metrics.all().auPro().get(0.3)).isEqualTo(new Undefined("there are no sound pixels"));
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
    void anInfiniteScoreIsNamedWhereverItIs() {
        for (double infinite : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            InMemory sound = InMemory.of("#. ..", 1, 2, infinite, 3);
            InMemory defective = InMemory.of(".. #.", 1, 2, infinite, 3);
            InMemory good = new InMemory(
                    "good/001.png",
                    sound.map(),
                    InMemory.of(".. ..", 0, 0, 0, 0).mask());

            assertThatThrownBy(() -> PixelMetrics.of(List.of(sound), 0.3))
                    .hasMessage("image: the score at x 0, y 1 is infinite");
            assertThatThrownBy(() -> PixelMetrics.of(List.of(defective), 0.3))
                    .hasMessage("image: the score at x 0, y 1 is infinite");
            assertThatThrownBy(() -> PixelMetrics.of(List.of(InMemory.of("#. ..", 1, 2, 3, 4), good), 0.3))
                    .hasMessage("good/001.png: the score at x 0, y 1 is infinite");
        }
    }

    @Test
    void negativeScoresAreRankedAndMinusZeroIsZero() {
        assertThat(auroc(PixelMetrics.of(List.of(InMemory.of("##..", 3, -1, -2, -1e30)), 0.3)))
                .isEqualTo(1);
        assertThat(auroc(PixelMetrics.of(List.of(InMemory.of("#.", -0.0, 0.0)), 0.3)))
                .isEqualTo(0.5);
    }

    @Test
    void averagePrecisionIsAStepFunctionAndF1IsTakenWhereItIsLargest() {
        // Descending: 9 defect, 8 sound, 7 defect, 6 sound, 6 defect (a tie), 1 sound. Precision at the defects'
        // scores:
        // 1/1, 2/3, 3/5. Average precision (1 + 2/3 + 3/5) / 3. F1: 2/4, 4/6, 6/8.
        InMemory image = InMemory.of("#.#.#.", 9, 8, 7, 6, 6, 1);

        Ranking ranking = PixelMetrics.of(List.of(image), 0.3).all().ranking();

        assertThat(value(ranking.averagePrecision())).isEqualTo((1 + 2.0 / 3 + 3.0 / 5) / 3, within(1e-12));
        assertThat(value(ranking.f1Max())).isEqualTo(0.75, within(1e-12));
        assertThat(ranking.optimum()).contains(new Ranking.Optimum(6, 0.75, 0.6, 1));
    }

    @Test
    void constantMapsHaveThePrevalenceAsAveragePrecision() {
        InMemory image = InMemory.of("#... ....", 5, 5, 5, 5, 5, 5, 5, 5);

        Ranking ranking = PixelMetrics.of(List.of(image), 0.3).all().ranking();

        assertThat(value(ranking.averagePrecision())).isEqualTo(1.0 / 8, within(1e-12));
    }

    @Test
    void aDefectTypeIsMeasuredAgainstTheSoundPixelsOfAllImages() {
        // Scratch 5 beats three of four sound pixels, spot 1 one of four: (0.75 + 0.25) / 2 in all.
        List<InMemory> images = List.of(
                InMemory.of("#..", 5, 9, 2).typed("scratch"),
                InMemory.of("#.", 1, 0).typed("spot"),
                InMemory.of(".", 3));

        PixelMetrics metrics = PixelMetrics.of(images, 1.0);

        assertThat(metrics.byDefect()).containsOnlyKeys("scratch", "spot");
        assertThat(metrics.byDefect().get("scratch").ranking().auroc()).isEqualTo(new Value(0.75));
        assertThat(metrics.byDefect().get("spot").auPro()).isEqualTo(Map.of(1.0, new Value(0.25)));
        assertThat(auroc(metrics)).isEqualTo(0.5);
    }

    @Property(tries = 100)
    void figuresOfAllDefectsAreWeightedMeansOfThoseOfTypes(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int values) {
        List<InMemory> images = new ArrayList<>();
        for (InMemory image : RandomMaps.images(seed, values)) {
            images.add(image.typed("type " + images.size() % 2));
        }

        PixelMetrics metrics = PixelMetrics.of(images, 0.3);

        double auPro = 0;
        double auroc = 0;
        for (PixelFigures type : metrics.byDefect().values()) {
            auPro += value(type.auPro().get(0.3))
                    * type.regions()
                    / metrics.all().regions();
            auroc += value(type.ranking().auroc())
                    * type.defectivePixels()
                    / metrics.all().defectivePixels();
        }
        assertThat(auPro(metrics, 0.3)).isEqualTo(auPro, within(1e-12));
        assertThat(auroc(metrics)).isEqualTo(auroc, within(1e-12));
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

    @Property(tries = 100)
    void theOrderOfImagesDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 2, max = 1000) int values) {
        List<InMemory> images = RandomMaps.images(seed, values);

        assertClose(PixelMetrics.of(images.reversed(), 0.3), PixelMetrics.of(images, 0.3));
    }

    @Property(tries = 100)
    void everythingTwiceChangesNothing(@ForAll long seed, @ForAll @IntRange(min = 2, max = 1000) int values) {
        List<InMemory> images = RandomMaps.images(seed, values);
        List<InMemory> twice = new ArrayList<>(images);
        twice.addAll(images);

        assertClose(PixelMetrics.of(twice, 0.3), PixelMetrics.of(images, 0.3));
    }

    @Property(tries = 100)
    void goodImagesBelowAllScoresStretchTheFalsePositiveRate(@ForAll long seed) {
        List<InMemory> images = RandomMaps.images(seed, 50);
        PixelMetrics metrics = PixelMetrics.of(images, 1.0);
        int pixels = (int) metrics.soundPixels(); // as many again: every rate is halved
        double[] low = new double[pixels];
        Arrays.fill(low, -1000);
        List<InMemory> more = new ArrayList<>(images);
        more.add(InMemory.of(pixels, 1, low, new boolean[pixels]));

        PixelMetrics stretched = PixelMetrics.of(more, 0.5, 1.0);

        assertThat(1 - auroc(stretched)).isEqualTo((1 - auroc(metrics)) / 2, within(1e-12));
        assertThat(auPro(stretched, 0.5)).isEqualTo(auPro(metrics, 1.0), within(1e-12));
        assertThat(value(stretched.all().ranking().averagePrecision()))
                .isEqualTo(value(metrics.all().ranking().averagePrecision()), within(1e-12));
        assertThat(stretched.all().ranking().f1Max())
                .isEqualTo(metrics.all().ranking().f1Max());
    }

    /** A tie counts half: as much as the mean of both orders that it can be split into. */
    @Property(tries = 100)
    void splittingATieBothWaysAveragesToTheTie(@ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int values) {
        List<InMemory> tied = RandomMaps.images(seed, values);

        double up = auroc(PixelMetrics.of(RandomMaps.withDefectsMoved(tied, 0.25), 1.0));
        double down = auroc(PixelMetrics.of(RandomMaps.withDefectsMoved(tied, -0.25), 1.0));

        assertThat(auroc(PixelMetrics.of(tied, 1.0))).isEqualTo((up + down) / 2, within(1e-12));
        double upPro = auPro(PixelMetrics.of(RandomMaps.withDefectsMoved(tied, 0.25), 1.0), 1.0);
        double downPro = auPro(PixelMetrics.of(RandomMaps.withDefectsMoved(tied, -0.25), 1.0), 1.0);
        assertThat(auPro(PixelMetrics.of(tied, 1.0), 1.0)).isEqualTo((upPro + downPro) / 2, within(1e-12));
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
            PixelMetrics after = PixelMetrics.of(changed, 0.3);
            assertThat(after.all().auPro()).isEqualTo(metrics.all().auPro());
            assertThat(after.pro()).isEqualTo(metrics.pro());
            assertThat(after.roc()).isEqualTo(metrics.roc());
            Ranking ranking = metrics.all().ranking();
            assertThat(after.all().ranking())
                    .usingRecursiveComparison()
                    .ignoringFields("optimum")
                    .isEqualTo(ranking);
            assertThat(after.all().ranking().optimum().orElseThrow().recall())
                    .isEqualTo(ranking.optimum().orElseThrow().recall());
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

    private static void assertEqualsMvtecs(PixelMetrics metrics, MvtecAlgorithm expected, double tolerance) {
        Ranking ranking = metrics.all().ranking();
        assertThat(metrics.all().regions()).isEqualTo(expected.regions());
        assertThat(value(ranking.auroc())).isEqualTo(expected.auroc(), within(tolerance));
        assertThat(value(ranking.averagePrecision())).isEqualTo(expected.averagePrecision(), within(tolerance));
        assertThat(value(ranking.f1Max())).isEqualTo(expected.f1Max(), within(tolerance));
        for (double limit : metrics.all().auPro().keySet()) {
            assertThat(auPro(metrics, limit)).as("limit %s", limit).isEqualTo(expected.auPro(limit), within(tolerance));
        }
    }

    private static void assertClose(PixelMetrics metrics, PixelMetrics expected) {
        Ranking ranking = metrics.all().ranking();
        Ranking other = expected.all().ranking();
        assertThat(value(ranking.auroc())).isEqualTo(value(other.auroc()), within(1e-12));
        assertThat(value(ranking.averagePrecision())).isEqualTo(value(other.averagePrecision()), within(1e-12));
        assertThat(value(ranking.f1Max())).isEqualTo(value(other.f1Max()), within(1e-12));
        assertThat(auPro(metrics, 0.3)).isEqualTo(auPro(expected, 0.3), within(1e-12));
    }

    private static double value(Metric metric) {
        return ((Value) metric).value();
    }

    private static double auroc(PixelMetrics metrics) {
        return ((Value) metrics.all().ranking().auroc()).value();
    }

    private static double auPro(PixelMetrics metrics, double limit) {
        return ((Value) metrics.all().auPro().get(limit)).value();
    }
}
