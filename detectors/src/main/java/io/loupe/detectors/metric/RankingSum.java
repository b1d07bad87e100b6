package io.loupe.detectors.metric;

import io.loupe.detectors.metric.Ranking.Optimum;

/**
 * Adds up a {@link Ranking} from the highest score down. Every curve behind it turns only at scores of positives, so it
 * hears of negatives as counts.
 */
final class RankingSum {
    private final double negatives;
    private final long positives;
    private long found;
    private double lost; // area above the ROC curve, in pairs
    private double precisions;
    private double best = -1;
    private double threshold;
    private double bestPrecision;
    private double bestRecall;

    RankingSum(long negatives, long positives) {
        this.negatives = negatives;
        this.positives = positives;
    }

    /**
     * Goes down to the next score that positives have.
     *
     * @param score that score
     * @param above negatives with higher scores
     * @param withEqual those and the negatives with this score
     * @param count positives with this score, at least 1
     */
    void add(double score, long above, long withEqual, long count) {
        found += count;
        lost += count * ((above + (double) withEqual) / 2);
        double precision = found / ((double) found + withEqual);
        precisions += count * precision;
        double f1 = 2.0 * found / ((double) found + withEqual + positives);
        if (f1 > best) {
            best = f1;
            threshold = score;
            bestPrecision = precision;
            bestRecall = (double) found / positives;
        }
    }

    /** The outcome, after all positives. */
    Ranking ranking() {
        return Ranking.of(
                Math.clamp(1 - lost / negatives / positives, 0.0, 1.0),
                Math.clamp(precisions / positives, 0.0, 1.0),
                new Optimum(threshold, best, bestPrecision, bestRecall));
    }

    /** Share of positives found so far. */
    double recall() {
        return (double) found / positives;
    }
}
