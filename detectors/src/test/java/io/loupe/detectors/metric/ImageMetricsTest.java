package io.loupe.detectors.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.metric.Curve.Point;
import io.loupe.detectors.metric.Metric.Value;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ImageMetricsTest {
    @Test
    void perfectSeparationIsOneAndItsReverseZero() {
        assertThat(auroc(new double[] {1, 2}, new double[] {3, 4})).isEqualTo(1);
        assertThat(auroc(new double[] {3, 4}, new double[] {1, 2})).isEqualTo(0);
    }

    @Test
    void tiesCountHalf() {
        assertThat(auroc(new double[] {5, 5}, new double[] {5})).isEqualTo(0.5);
        // pairs: 2 > 1, 2 = 2, 3 > 1, 3 > 2: (1 + 0.5 + 1 + 1) / 4
        assertThat(auroc(new double[] {1, 2}, new double[] {2, 3})).isEqualTo(0.875);
        assertThat(auroc(new double[] {-0.0}, new double[] {0.0})).isEqualTo(0.5);
    }

    @Test
    void theCurveHasAPointPerDistinctScore() {
        ImageMetrics metrics = ImageMetrics.of(new double[] {1, 2}, new double[] {2, 3});

        assertThat(metrics.roc().points())
                .containsExactly(new Point(0, 0), new Point(0, 0.5), new Point(0.5, 1), new Point(1, 1));
    }

    @Test
    void withoutOneOfTheClassesItIsUndefinedWithAReason() {
        assertThat(ImageMetrics.of(new double[] {1}, new double[] {}).ranking())
                .isEqualTo(Ranking.undefined("there are no defective test images"));
        assertThat(ImageMetrics.of(new double[] {}, new double[] {1}).ranking())
                .isEqualTo(Ranking.undefined("there are no good test images"));
    }

    @Test
    void scoresThatAreNotFiniteAreRefused() {
        for (double score : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> ImageMetrics.of(new double[] {0, score}, new double[] {1}))
                    .hasMessage("the score of image 1 is " + score + ", not a number");
            assertThatThrownBy(() -> ImageMetrics.of(new double[] {1}, new double[] {score}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void averagePrecisionStepsAndF1IsTakenAtTheBestThreshold() {
        // Descending: 5 defective, 4 good, 3 defective and good at once, 1 good. Precision 1 and 2/4.
        Ranking ranking =
                ImageMetrics.of(new double[] {4, 3, 1}, new double[] {5, 3}).ranking();

        assertThat(((Value) ranking.averagePrecision()).value()).isEqualTo((1 + 0.5) / 2, within(1e-12));
        // F1 at 5: 2/3; at 3: 4/6.
        assertThat(ranking.optimum()).contains(new Ranking.Optimum(5, 2.0 / 3, 1, 0.5));
    }

    @Property
    void theAreaBelowTheDrawnCurveIsTheAuroc(
            @ForAll @Size(min = 1, max = 30) int @IntRange(max = 12) [] good,
            @ForAll @Size(min = 1, max = 30) int @IntRange(max = 12) [] defective) {
        ImageMetrics metrics = ImageMetrics.of(doubles(good), doubles(defective));

        double area = 0;
        for (int i = 1; i < metrics.roc().points().size(); i++) {
            Point from = metrics.roc().points().get(i - 1);
            Point to = metrics.roc().points().get(i);
            area += (to.x() - from.x()) * (from.y() + to.y()) / 2;
        }
        assertThat(((Value) metrics.ranking().auroc()).value()).isEqualTo(area, within(1e-12));
    }

    @Property
    void equalsThePairwiseDefinition(
            @ForAll @Size(min = 1, max = 30) int @IntRange(max = 12) [] good,
            @ForAll @Size(min = 1, max = 30) int @IntRange(max = 12) [] defective) {
        double wins = 0;
        for (int d : defective) {
            for (int g : good) {
                wins += d > g ? 1 : d == g ? 0.5 : 0;
            }
        }

        double auroc = auroc(doubles(good), doubles(defective));

        assertThat(auroc).isEqualTo(wins / good.length / defective.length, within(1e-12));
    }

    private static double[] doubles(int... values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    private static double auroc(double[] good, double[] defective) {
        return ((Value) ImageMetrics.of(good, defective).ranking().auroc()).value();
    }
}
