package io.loupe.web.pages.layout;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What metrics are called on pages, and in which order they stand. MLflow's names are {@code eval/au_pro_0.3} and so on. */
public final class MetricWords {
    private static final String PREFIX = "eval/";

    private static final String THROUGHPUT = "images_per_second_batch_";
    private static final String LATENCY = "latency_ms";
    private static final String OF_MACHINE =
            "lower is better; compares only on the same machine, with nothing else on it";

    /** Where {@code au_spro_0.05_logical} has its limit. */
    private static final int LIMIT = 2;

    /** In the order of pages. */
    private static final List<String> HEADLINES = List.of("eval/au_pro_0.3", "eval/pixel_auroc", "eval/image_auroc");

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("image_auroc_mean", "image AUROC, mean"),
            Map.entry("image_auroc_logical", "image AUROC, logical"),
            Map.entry("image_auroc_structural", "image AUROC, structural"),
            Map.entry("image_auroc", "image AUROC"),
            Map.entry("image_ap", "image AP"),
            Map.entry("image_f1_max", "image F1-max"),
            Map.entry("pixel_auroc", "pixel AUROC"),
            Map.entry("pixel_ap", "pixel AP"),
            Map.entry("pixel_f1_max", "pixel F1-max"),
            Map.entry("feature_regression", "feature regression"),
            Map.entry("explained_variance", "explained variance"),
            Map.entry("latency_ms", "latency in ms"),
            Map.entry("latency_ms_median", "latency in ms, median"),
            Map.entry("latency_ms_p95", "latency in ms, 95th percentile"));

    private static final Map<String, String> NOTES = Map.ofEntries(
            Map.entry("image_auroc_mean", "mean of logical and structural anomalies, as MVTec LOCO has it"),
            Map.entry("image_auroc_logical", "logical anomalies against good images"),
            Map.entry("image_auroc_structural", "structural anomalies against good images"),
            Map.entry("image_auroc", "of the images' scores"),
            Map.entry("image_ap", "average precision of the images' scores"),
            Map.entry("image_f1_max", "at the best threshold for the test images: an upper bound"),
            Map.entry("pixel_auroc", "at the images' own size, raw scores"),
            Map.entry("pixel_ap", "average precision of the pixels' scores"),
            Map.entry("pixel_f1_max", "at the best threshold for the test pixels: an upper bound"),
            Map.entry(
                    "feature_regression",
                    "mean squared error of normalised features on held-out images; 1 is guessing, lower is better"),
            Map.entry("explained_variance", "share of the features' variance on held-out images"),
            Map.entry("latency_ms", "mean time from one prepared image to its map in host memory; " + OF_MACHINE),
            Map.entry("latency_ms_median", "half the passes took no longer; " + OF_MACHINE),
            Map.entry("latency_ms_p95", "all but one in twenty passes took no longer; " + OF_MACHINE));

    private MetricWords() {}

    /** The three that experiments are compared by first. */
    public static List<String> headlines() {
        return HEADLINES;
    }

    /** Whether it was measured by an evaluation. */
    public static boolean evaluated(String metric) {
        return metric.startsWith(PREFIX);
    }

    /** {@code AU-PRO 0.3} for {@code eval/au_pro_0.3}; an unknown name with spaces. */
    public static String word(String metric) {
        String name = name(metric);
        if (name.startsWith("au_pro_")) {
            return "AU-PRO " + name.substring("au_pro_".length());
        }
        if (name.startsWith("au_spro_")) {
            return "AU-sPRO " + name.substring("au_spro_".length()).replace("_", ", ");
        }
        if (name.startsWith(THROUGHPUT)) {
            return "images a second, batches of " + name.substring(THROUGHPUT.length());
        }
        return WORDS.getOrDefault(name, name.replace('_', ' '));
    }

    /** What it is a figure of; empty for an unknown name. */
    public static String note(String metric) {
        String name = name(metric);
        if (name.startsWith("au_spro_")) {
            String[] parts = name.split("_");
            String which =
                    parts.length > LIMIT + 1 ? parts[LIMIT + 1] + " anomalies" : "mean of logical and structural";
            return "saturated overlap, false positive rate up to " + parts[LIMIT] + ", " + which;
        }
        if (name.startsWith(THROUGHPUT)) {
            return "prepared images over the time of their passes; compares only on the same machine";
        }
        return name.startsWith("au_pro_")
                ? "false positive rate up to " + name.substring(name.lastIndexOf('_') + 1)
                : NOTES.getOrDefault(name, "");
    }

    /** Figures of errors and times are better when they are low; all others when they are high. */
    public static boolean lowerIsBetter(String metric) {
        String name = name(metric);
        return name.equals("feature_regression")
                || name.endsWith("_loss")
                || name.endsWith("_error")
                || name.startsWith(LATENCY);
    }

    /** Whether it lies between 0 and 1, as all that rank do. */
    public static boolean isShare(String metric) {
        return !lowerIsBetter(metric) && !ofMachine(metric);
    }

    /** Whether it depends on the machine: a time or a rate. */
    private static boolean ofMachine(String metric) {
        String name = name(metric);
        return name.startsWith(LATENCY) || name.startsWith(THROUGHPUT);
    }

    /** A figure: three decimals of a share, significant digits of an error, few of a time or rate. */
    public static String text(String metric, double figure) {
        if (ofMachine(metric)) {
            return Format.time(figure);
        }
        return isShare(metric) ? Format.metric(figure) : Format.value(figure);
    }

    /** As a document or an address has it: {@code au-pro-0.3}. */
    public static String value(String metric) {
        return name(metric).replace('_', '-');
    }

    /** Headlines first, then what is of regions, of pixels, of images, times and rates; by name within. */
    public static Comparator<String> order() {
        return Comparator.comparingInt(MetricWords::rank).thenComparing(Comparator.naturalOrder());
    }

    private static int rank(String metric) {
        int headline = HEADLINES.indexOf(metric);
        if (headline >= 0) {
            return headline;
        }
        String name = name(metric);
        if (name.startsWith(THROUGHPUT)) {
            return HEADLINES.size() + 4;
        }
        return HEADLINES.size()
                + (name.startsWith("au_") ? 0 : name.startsWith("pixel_") ? 1 : name.startsWith("image_") ? 2 : 3);
    }

    private static String name(String metric) {
        return evaluated(metric) ? metric.substring(PREFIX.length()) : metric;
    }
}
