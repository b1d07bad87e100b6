package io.loupe.web.pages.experiment;

import io.loupe.web.pages.layout.Format;
import io.loupe.web.statistics.Interval;
import io.loupe.web.statistics.PairedComparison;
import io.loupe.web.statistics.WilcoxonSignedRank;
import java.util.Locale;

/**
 * Says in sentences what a paired comparison is worth, for pages and reports.
 *
 * @param headline {@code vae better by 0.021 [0.004, 0.038]; 3 seeds, 2 categories}
 * @param claim what may be said, and where there are too few pairs to say anything
 * @param method how interval and test were found, and what they rest on
 */
public record ComparisonWords(String headline, String claim, String method) {

    /** @param first name of the first arm */
    public static ComparisonWords of(PairedComparison comparison, Metric metric, String first, String second) {
        return new ComparisonWords(
                headline(comparison, metric, first, second),
                claim(comparison, metric, first, second),
                method(comparison));
    }

    private static String headline(PairedComparison comparison, Metric metric, String first, String second) {
        if (comparison.pairs() == 0) {
            return "Nothing to compare yet.";
        }
        double difference = comparison.mean();
        boolean secondLeads = metric.better(difference, 0);
        String leader = secondLeads ? second : first;
        double by = Math.abs(difference);
        String interval = comparison
                .interval()
                .map(found -> " [" + ends(found, difference < 0, metric) + "]")
                .orElse("");
        String words = difference == 0
                ? first + " and " + second + " equal" + interval
                : leader + (metric.lowerIsBetter() ? " lower by " : " better by ") + metric.text(by) + interval;
        return words + "; " + Format.count(comparison.seeds(), "seed", "seeds") + ", "
                + Format.count(comparison.categories(), "category", "categories");
    }

    /** The ends as seen from the arm that leads. */
    private static String ends(Interval interval, boolean mirrored, Metric metric) {
        double low = mirrored ? -interval.high() : interval.low();
        double high = mirrored ? -interval.low() : interval.high();
        return signed(low, metric) + ", " + signed(high, metric);
    }

    private static String signed(double value, Metric metric) {
        return (value < 0 ? "−" : "") + metric.text(Math.abs(value));
    }

    private static String claim(PairedComparison comparison, Metric metric, String first, String second) {
        if (comparison.pairs() == 0) {
            return "The arms share no finished category and seed.";
        }
        if (comparison.pairs() == 1) {
            return "One pair cannot tell a difference from chance: three seeds or more give a spread.";
        }
        if (!comparison.claim()) {
            return "With the evidence so far, no difference can be claimed.";
        }
        String leader = metric.better(comparison.mean(), 0) ? second : first;
        return comparison.method() == PairedComparison.Method.STUDENT
                ? leader + " is ahead, though " + Format.count(comparison.pairs(), "pair is", "pairs are")
                        + " little to say it by."
                : leader + " is ahead, by more than chance explains.";
    }

    private static String method(PairedComparison comparison) {
        String interval =
                switch (comparison.method()) {
                    case NONE -> "A pair is one category and one seed in both arms.";
                    case STUDENT ->
                        "95 % interval by Student's t over " + comparison.pairs() + " pairs: too few for a bootstrap.";
                    case SEEDS ->
                        "95 % interval by a paired bootstrap over seeds within these categories ("
                                + Format.number(PairedComparison.DRAWS) + " draws): it says nothing about others.";
                    case CATEGORIES_AND_SEEDS ->
                        "95 % interval by a paired bootstrap over categories, and seeds within them ("
                                + Format.number(PairedComparison.DRAWS) + " draws).";
                };
        return interval + " "
                + comparison.test().map(test -> test(comparison, test)).orElse(noTest(comparison));
    }

    private static String test(PairedComparison comparison, WilcoxonSignedRank test) {
        boolean overCategories = comparison.categories() >= WilcoxonSignedRank.FEWEST;
        String words = "Wilcoxon's signed-rank test over " + test.count()
                + (overCategories ? " categories" : " pairs") + ": p " + p(test.p())
                + (test.exact() ? ", exact." : ", by the normal approximation.");
        return comparison.testDependsOnSharedImages()
                ? words + " Pairs of one category share its images, so this p is an optimistic one."
                : words;
    }

    private static String noTest(PairedComparison comparison) {
        return comparison.pairs() < 2
                ? ""
                : "No signed-rank test: it needs " + WilcoxonSignedRank.FEWEST
                        + " differences that are not zero; with fewer, no outcome has p below 0.05.";
    }

    private static String p(double p) {
        return p < 0.001 ? "< 0.001" : "= " + String.format(Locale.ROOT, "%.3f", p);
    }
}
