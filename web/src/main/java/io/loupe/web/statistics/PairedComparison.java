package io.loupe.web.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two arms compared over pairs of trials with the same category and seed. The difference, second less first, is the mean over
 * categories of the mean over seeds, so that a category with more finished seeds does not weigh more.
 *
 * <p>From {@value WilcoxonSignedRank#FEWEST} pairs on, the interval is a paired bootstrap: with so many categories the
 * categories are drawn anew and seeds within them; with fewer, the categories stay and only seeds are drawn anew, so that the
 * statement is about these categories; what few seeds scatter is then widened by sqrt(n / (n - 1)), since n numbers drawn from
 * themselves scatter too little. Below that it is Student's interval over pairs, and the test is absent: a resampling
 * of two or three numbers is far too narrow.
 *
 * @param pairs how many
 * @param categories how many of them differ in their category
 * @param seeds how many different seeds
 * @param mean second less first; NaN without pairs
 * @param interval absent below two pairs
 * @param test over categories' means where there are enough categories, else over pairs
 */
public record PairedComparison(
        int pairs,
        int categories,
        int seeds,
        double mean,
        Optional<Interval> interval,
        Method method,
        Optional<WilcoxonSignedRank> test) {

    /** Resamplings of a bootstrap. */
    public static final int DRAWS = 10_000;

    private static final long SEED = 20_260_302;

    /** How the interval was found. */
    public enum Method {
        NONE,
        STUDENT,
        SEEDS,
        CATEGORIES_AND_SEEDS
    }

    /**
     * One pair.
     *
     * @param category of which data it is
     * @param difference second less first
     */
    public record Pair(String category, long seed, double difference) {}

    /** Compares. */
    public static PairedComparison of(List<Pair> pairs) {
        Map<String, List<Double>> byCategory = new LinkedHashMap<>();
        pairs.forEach(pair -> byCategory
                .computeIfAbsent(pair.category(), category -> new ArrayList<>())
                .add(pair.difference()));
        double[][] groups = byCategory.values().stream()
                .map(values -> values.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
        double[] means =
                Arrays.stream(groups).mapToDouble(PairedComparison::mean).toArray();
        boolean manyCategories = groups.length >= WilcoxonSignedRank.FEWEST;
        Method method = method(pairs.size(), groups);
        double mean = means.length == 0 ? Double.NaN : mean(means);
        return new PairedComparison(
                pairs.size(),
                groups.length,
                (int) pairs.stream().mapToLong(Pair::seed).distinct().count(),
                mean,
                interval(method, mean, groups, means, pairs),
                method,
                WilcoxonSignedRank.of(
                        manyCategories
                                ? means
                                : pairs.stream().mapToDouble(Pair::difference).toArray()));
    }

    /** Whether the interval leaves zero out. */
    public boolean claim() {
        return interval.map(Interval::excludesZero).orElse(false);
    }

    /** Whether the test was made over pairs that share images and so depend on each other. */
    public boolean testDependsOnSharedImages() {
        return test.isPresent() && categories < WilcoxonSignedRank.FEWEST && categories < pairs;
    }

    private static Method method(int pairs, double[][] groups) {
        if (pairs < 2) {
            return Method.NONE;
        }
        if (groups.length >= WilcoxonSignedRank.FEWEST) {
            return Method.CATEGORIES_AND_SEEDS;
        }
        boolean seedsEach = Arrays.stream(groups).allMatch(group -> group.length >= 3);
        return pairs >= WilcoxonSignedRank.FEWEST && seedsEach ? Method.SEEDS : Method.STUDENT;
    }

    private static Optional<Interval> interval(
            Method method, double mean, double[][] groups, double[] means, Collection<Pair> pairs) {
        return switch (method) {
            case NONE -> Optional.empty();
            case STUDENT -> {
                PairedDifference student =
                        PairedDifference.of(pairs.stream().map(Pair::difference).toList());
                double half = (student.high() - student.low()) / 2;
                yield Optional.of(new Interval(mean - half, mean + half));
            }
            case SEEDS, CATEGORIES_AND_SEEDS -> Optional.of(bootstrap(method, groups, means));
        };
    }

    /** @param means of each group: ten thousand times the same sum would be most of a page's time */
    private static Interval bootstrap(Method method, double[][] groups, double[] means) {
        Draws draws = new Draws(SEED);
        double[] values = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double sum = 0;
            for (int g = 0; g < groups.length; g++) {
                double[] group = method == Method.SEEDS ? groups[g] : groups[draws.below(groups.length)];
                double within = 0;
                for (int s = 0; s < group.length; s++) {
                    within += group[draws.below(group.length)];
                }
                double redrawn = within / group.length;
                sum += method == Method.SEEDS
                        ? means[g] + (redrawn - means[g]) * Math.sqrt(group.length / (group.length - 1.0))
                        : redrawn;
            }
            values[i] = sum / groups.length;
        }
        return Interval.of(values);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
