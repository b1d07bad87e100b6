package io.loupe.web.statistics;

import java.util.Collection;

/**
 * Mean and sample standard deviation of a few figures.
 *
 * @param count figures
 * @param mean NaN when there are none
 * @param deviation with n - 1; NaN below two figures
 */
public record Spread(int count, double mean, double deviation) {

    /** Of the figures given. */
    public static Spread of(Collection<Double> figures) {
        int count = figures.size();
        double mean =
                figures.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double squares = figures.stream()
                .mapToDouble(figure -> (figure - mean) * (figure - mean))
                .sum();
        return new Spread(count, mean, count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1)));
    }
}
