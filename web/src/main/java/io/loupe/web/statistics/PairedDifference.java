package io.loupe.web.statistics;

import java.util.List;

/**
 * What paired differences say about their mean: a two-sided 95 % interval by Student's t, which assumes that differences
 * scatter about normally.
 *
 * @param pairs number of pairs
 * @param mean NaN without pairs
 * @param low lower end of the interval, NaN below two pairs
 * @param high upper end, NaN below two pairs
 */
public record PairedDifference(int pairs, double mean, double low, double high) {
    /** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom. */
    private static final double[] QUANTILES = {
        12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448,
        2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484,
        2.0452, 2.0423
    };

    /** Of the differences of pairs. */
    public static PairedDifference of(List<Double> differences) {
        Spread spread = Spread.of(differences);
        if (spread.count() < 2) {
            return new PairedDifference(spread.count(), spread.mean(), Double.NaN, Double.NaN);
        }
        double half = quantile(spread.count() - 1) * spread.deviation() / Math.sqrt(spread.count());
        return new PairedDifference(spread.count(), spread.mean(), spread.mean() - half, spread.mean() + half);
    }

    /** The 97.5 % quantile; beyond the table Hill's first terms, right to three decimals. */
    static double quantile(int degrees) {
        if (degrees <= QUANTILES.length) {
            return QUANTILES[degrees - 1];
        }
        double z = 1.959964;
        return z + (z * z * z + z) / (4.0 * degrees);
    }

    boolean interval() {
        return pairs >= 2;
    }

    /** Whether the interval leaves zero out. */
    boolean claim() {
        return interval() && (low > 0 || high < 0);
    }
}
