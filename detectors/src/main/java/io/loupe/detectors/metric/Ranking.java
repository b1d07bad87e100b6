package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import java.util.Optional;

/**
 * How well scores tell positives (defective images or pixels) from negatives, over all thresholds.
 *
 * @param auroc area below the ROC curve: probability that a positive scores higher than a negative, ties counting half
 * @param averagePrecision sum over thresholds of precision times the recall gained there; a step function, not a
 *     trapezoid, which would be too kind (as scikit-learn's {@code average_precision_score})
 * @param f1Max largest F1 of any threshold
 * @param optimum where F1 is largest; absent where it is undefined
 */
public record Ranking(Metric auroc, Metric averagePrecision, Metric f1Max, Optional<Optimum> optimum) {
    /**
     * The best threshold in hindsight: chosen on the very scores it is judged by, so an upper bound and no operating
     * point. For one see {@link OperatingPoint}.
     *
     * @param threshold positive is what scores at least this
     * @param f1 harmonic mean of precision and recall
     * @param precision share of true positives among those found
     * @param recall share of positives that are found
     */
    public record Optimum(double threshold, double f1, double precision, double recall) {}

    /** Nothing can be said. */
    static Ranking undefined(String reason) {
        Undefined undefined = new Undefined(reason);
        return new Ranking(undefined, undefined, undefined, Optional.empty());
    }

    static Ranking of(double auroc, double averagePrecision, Optimum optimum) {
        return new Ranking(
                new Value(auroc), new Value(averagePrecision), new Value(optimum.f1()), Optional.of(optimum));
    }
}
