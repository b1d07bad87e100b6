package io.loupe.detectors.metric;

import static io.loupe.detectors.metric.Figures.auPro;
import static io.loupe.detectors.metric.Figures.auroc;
import static io.loupe.detectors.metric.Figures.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.metric.Curve.Point;
import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures worked out by hand, and what cannot be measured. */
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
}
