package io.loupe.web.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * Wilcoxon's signed-rank test of paired differences, two-sided. Differences of exactly zero are left out; equal sizes share
 * their mean rank. Exact, by counting all signs, up to {@value #EXACT} differences, ties included; beyond that the normal
 * approximation with tie correction and without continuity correction.
 *
 * @param count differences that are not zero
 * @param statistic the smaller one of the sums of ranks of positive and of negative differences
 * @param p probability of a statistic as small as this one if signs were tossed
 */
public record WilcoxonSignedRank(int count, double statistic, double p, boolean exact) {
    private static final int EXACT = 50;

    /** Below this many differences no outcome whatever could have a probability of 5 % or less. */
    public static final int FEWEST = 6;

    /** The test; absent with fewer than {@value #FEWEST} differences that are not zero. */
    public static Optional<WilcoxonSignedRank> of(double[] differences) {
        double[] kept = Arrays.stream(differences).filter(value -> value != 0).toArray();
        return kept.length < FEWEST ? Optional.empty() : Optional.of(test(kept));
    }

    static WilcoxonSignedRank test(double[] kept) {
        int[] doubled = doubledRanks(kept);
        int total = Arrays.stream(doubled).sum();
        int positive = 0;
        for (int i = 0; i < kept.length; i++) {
            if (kept[i] > 0) {
                positive += doubled[i];
            }
        }
        int smaller = Math.min(positive, total - positive);
        boolean exact = kept.length <= EXACT;
        double p = exact ? exact(doubled, total, smaller) : approximate(doubled, total, smaller);
        return new WilcoxonSignedRank(kept.length, smaller / 2.0, Math.min(1, p), exact);
    }

    /** Twice the ranks of the sizes, which are whole numbers also where ties share one. */
    private static int[] doubledRanks(double[] values) {
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int less = 0;
            int equal = 0;
            for (double other : values) {
                less += Math.abs(other) < Math.abs(values[i]) ? 1 : 0;
                equal += Math.abs(other) == Math.abs(values[i]) ? 1 : 0;
            }
            ranks[i] = 2 * less + equal + 1;
        }
        return ranks;
    }

    /** Share of the 2^n choices of signs whose positive ranks sum up to at most that much, on both sides. */
    private static double exact(int[] doubled, int total, int smaller) {
        double[] share = new double[total + 1];
        share[0] = 1;
        int reach = 0;
        for (int rank : doubled) {
            reach += rank;
            for (int sum = reach; sum >= 0; sum--) {
                share[sum] = 0.5 * share[sum] + (sum >= rank ? 0.5 * share[sum - rank] : 0);
            }
        }
        double tail = 0;
        for (int sum = 0; sum <= smaller; sum++) {
            tail += share[sum];
        }
        return 2 * tail;
    }

    private static double approximate(int[] doubled, int total, int smaller) {
        double variance = Arrays.stream(doubled)
                        .mapToDouble(rank -> (rank / 2.0) * (rank / 2.0))
                        .sum()
                / 4;
        double z = (smaller / 2.0 - total / 4.0) / Math.sqrt(variance);
        return 2 * normalBelow(z);
    }

    /** P(Z <= z) for z at most 0: the continued fraction of the upper tail far out, the series near zero. */
    static double normalBelow(double z) {
        double x = -z;
        double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        if (x < 3) {
            double term = x;
            double sum = x;
            for (int k = 1; k < 200 && Math.abs(term) > 1e-18; k++) {
                term *= x * x / (2 * k + 1);
                sum += term;
            }
            return 0.5 - density * sum;
        }
        double fraction = x;
        for (int k = 200; k >= 1; k--) {
            fraction = x + k / fraction;
        }
        return density / fraction;
    }
}
