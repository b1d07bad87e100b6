package io.loupe.detectors.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import io.loupe.detectors.metric.ThresholdRule.Max;
import io.loupe.detectors.metric.ThresholdRule.MeanPlusSigmas;
import io.loupe.detectors.metric.ThresholdRule.Percentile;
import io.loupe.detectors.metric.ThresholdRule.TargetFalsePositiveRate;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class OperatingPointTest {
    private static final double[] GOOD = {3, 1, 2, 4};

    @Test
    void rulesWorkedOutByHand() {
        assertThat(new Max().threshold(GOOD)).hasValue(4);
        assertThat(new Percentile(50).threshold(GOOD)).hasValue(2.5);
        assertThat(new Percentile(100).threshold(GOOD)).hasValue(4);
        assertThat(new Percentile(90).threshold(GOOD).orElseThrow()).isEqualTo(3.7, within(1e-12));
        // Deviations 1.5, 0.5, 0.5, 1.5: variance 5 / 3.
        assertThat(new MeanPlusSigmas(2).threshold(GOOD).orElseThrow())
                .isEqualTo(2.5 + 2 * Math.sqrt(5.0 / 3), within(1e-12));
        // The largest of 4 is exceeded by a fifth with probability 1/5, the second largest with 2/5.
        assertThat(new TargetFalsePositiveRate(0.2).threshold(GOOD)).hasValue(4);
        assertThat(new TargetFalsePositiveRate(0.39).threshold(GOOD)).hasValue(4);
        assertThat(new TargetFalsePositiveRate(0.4).threshold(GOOD)).hasValue(3);
    }

    @Test
    void aRuleThatNeedsMoreImagesSaysSo() {
        assertThat(new TargetFalsePositiveRate(0.01).imagesNeeded()).isEqualTo(99);
        assertThat(new TargetFalsePositiveRate(0.01).threshold(GOOD)).isEmpty();
        assertThat(new TargetFalsePositiveRate(0.05).imagesNeeded()).isEqualTo(19);
        assertThat(new MeanPlusSigmas(3).threshold(new double[] {1})).isEmpty();
        assertThat(new Max().threshold(new double[0])).isEmpty();
    }

    @Test
    void aThresholdIsAppliedToWhatLiesAboveIt() {
        OperatingPoint point = OperatingPoint.at(4, new double[] {1, 4, 5}, new double[] {4, 6, 7, 8});

        assertThat(point).isEqualTo(new OperatingPoint(4, 3, 1, 1, 2));
        assertThat(point.precision()).isEqualTo(new Value(0.75));
        assertThat(point.recall()).isEqualTo(new Value(0.75));
        assertThat(point.falseAlarmRate()).isEqualTo(new Value(1.0 / 3));
    }

    @Test
    void sharesOfNothingAreUndefined() {
        OperatingPoint point = OperatingPoint.at(9, new double[0], new double[0]);

        assertThat(point.precision()).isEqualTo(new Undefined("no test image lies above the threshold"));
        assertThat(point.recall()).isEqualTo(new Undefined("there are no defective test images"));
        assertThat(point.falseAlarmRate()).isEqualTo(new Undefined("there are no good test images"));
    }

    @Test
    void namesAndLimitsOfParameters() {
        assertThat(new Percentile(99.5).name()).isEqualTo("percentile-99.5");
        assertThat(new MeanPlusSigmas(3).name()).isEqualTo("mean-plus-3-sigma");
        assertThat(new TargetFalsePositiveRate(0.01).name()).isEqualTo("false-positive-rate-0.01");
        assertThatThrownBy(() -> new Percentile(101)).hasMessageContaining("101");
        assertThatThrownBy(() -> new MeanPlusSigmas(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new TargetFalsePositiveRate(0)).hasMessageContaining("(0, 1)");
        assertThatThrownBy(() -> new Max().threshold(new double[] {Double.NaN})).hasMessageContaining("image 0");
    }

    /** Of n + 1 scores in any order, each is as likely the new one: at most the promised share lies above the rest's rule. */
    @Property(tries = 200)
    void theTargetIsKeptForANewGoodImage(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll @DoubleRange(min = 0.02, max = 0.9) double rate) {
        TargetFalsePositiveRate rule = new TargetFalsePositiveRate(rate);
        double[] scores =
                new Random(seed).ints(count + 1, 0, 30).asDoubleStream().toArray();
        if (count < rule.imagesNeeded()) {
            return;
        }

        long alarms = IntStream.rangeClosed(0, count)
                .filter(left -> {
                    double[] rest = IntStream.rangeClosed(0, count)
                            .filter(i -> i != left)
                            .mapToDouble(i -> scores[i])
                            .toArray();
                    return scores[left] > rule.threshold(rest).orElseThrow();
                })
                .count();

        assertThat((double) alarms / (count + 1)).isLessThanOrEqualTo(rate + 1e-8);
    }
}
