package io.loupe.detectors.metric;

import static io.loupe.detectors.metric.Figures.auPro;
import static io.loupe.detectors.metric.Figures.auroc;
import static io.loupe.detectors.metric.Figures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.metric.Curve.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for all images. */
final class PixelMetricsLawsTest {
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

    private static void assertClose(PixelMetrics metrics, PixelMetrics expected) {
        Ranking ranking = metrics.all().ranking();
        Ranking other = expected.all().ranking();
        assertThat(value(ranking.auroc())).isEqualTo(value(other.auroc()), within(1e-12));
        assertThat(value(ranking.averagePrecision())).isEqualTo(value(other.averagePrecision()), within(1e-12));
        assertThat(value(ranking.f1Max())).isEqualTo(value(other.f1Max()), within(1e-12));
        assertThat(auPro(metrics, 0.3)).isEqualTo(auPro(expected, 0.3), within(1e-12));
    }
}
