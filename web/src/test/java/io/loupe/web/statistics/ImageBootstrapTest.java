package io.loupe.web.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.loupe.web.statistics.ImageBootstrap.Scores;
import io.loupe.web.statistics.ImageBootstrap.Two;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageBootstrapTest {
    /** Good scores 0..39 and defective ones around their upper end, so that the AUROC is well below 1. */
    private static Scores scores(double shift) {
        double[] good = new double[40];
        double[] defective = new double[60];
        for (int i = 0; i < 40; i++) {
            good[i] = i;
        }
        for (int i = 0; i < 60; i++) {
            defective[i] = i * 0.7 + shift;
        }
        return new Scores(good, defective);
    }

    @Test
    void theIntervalIsAboutWhatHanleyAndMcNeilSay() {
        Scores scores = scores(8);
        double auroc = ImageMetric.AUROC.value(scores.good(), scores.defective());
        double q1 = auroc / (2 - auroc);
        double q2 = 2 * auroc * auroc / (1 + auroc);
        double deviation =
                Math.sqrt((auroc * (1 - auroc) + 59 * (q1 - auroc * auroc) + 39 * (q2 - auroc * auroc)) / (60.0 * 40));

        Interval interval = ImageBootstrap.interval(ImageMetric.AUROC, scores).orElseThrow();

        assertThat(interval.low()).isCloseTo(auroc - 1.96 * deviation, within(0.02));
        assertThat(interval.high()).isCloseTo(auroc + 1.96 * deviation, within(0.02));
    }

    @Test
    void theSameScoresHaveTheSameInterval() {
        assertThat(ImageBootstrap.interval(ImageMetric.AP, scores(8)))
                .isEqualTo(ImageBootstrap.interval(ImageMetric.AP, scores(8)));
    }

    @Test
    void aPerfectDetectorHasNoWidthAndFewImagesHaveNoInterval() {
        Interval perfect =
                ImageBootstrap.interval(ImageMetric.AUROC, scores(100)).orElseThrow();

        assertThat(perfect).isEqualTo(new Interval(1, 1));
        assertThat(ImageBootstrap.interval(
                        ImageMetric.AUROC, new Scores(new double[] {1, 2, 3, 4}, new double[] {5, 6, 7, 8, 9})))
                .isEmpty();
    }

    @Test
    void pairedImagesTellASmallDifferenceThatUnpairedOnesCannot() {
        Scores first = scores(8);
        Scores second = scores(10);
        Interval alone = ImageBootstrap.interval(ImageMetric.AUROC, first).orElseThrow();
        double better = ImageMetric.AUROC.value(second.good(), second.defective());

        Interval difference = ImageBootstrap.difference(
                        ImageMetric.AUROC, List.of(List.of(new Two(first, second)), List.of(new Two(first, second))))
                .orElseThrow();

        assertThat(better).isBetween(alone.low(), alone.high());
        assertThat(difference.low()).isGreaterThan(0);
    }

    @Test
    void trialsOnOtherImagesAreNotPaired() {
        Scores other = new Scores(new double[30], new double[60]);

        assertThat(ImageBootstrap.difference(ImageMetric.AUROC, List.of(List.of(new Two(scores(8), other)))))
                .isEmpty();
    }
}
