package io.loupe.web.pages.layout;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What metrics are called on pages, and in which order they stand. MLflow's names are {@code eval/au_pro_0.3} and so on. */
public final class MetricWords {
    private static final String PREFIX = "eval/";

    /** In the order of pages. */
    private static final List<String> HEADLINES = List.of("eval/au_pro_0.3", "eval/pixel_auroc", "eval/image_auroc");

    private static final Map<String, String> WORDS = Map.of(
            "image_auroc", "image AUROC",
            "image_ap", "image AP",
            "image_f1_max", "image F1-max",
            "pixel_auroc", "pixel AUROC",
            "pixel_ap", "pixel AP",
            "pixel_f1_max", "pixel F1-max",
            "feature_regression", "feature regression",
            "explained_variance", "explained variance");

    private static final Map<String, String> NOTES = Map.of(
            "image_auroc", "of the images' scores",
            "image_ap", "average precision of the images' scores",
            "image_f1_max", "at the best threshold for the test images: an upper bound",
            "pixel_auroc", "at the images' own size, raw scores",
            "pixel_ap", "average precision of the pixels' scores",
            "pixel_f1_max", "at the best threshold for the test pixels: an upper bound",
            "feature_regression",
                    "mean squared error of normalised features on held-out images; 1 is guessing, lower is better",
            "explained_variance", "share of the features' variance on held-out images");

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
            return "AU-sPRO " + name.substring("au_spro_".length());
        }
        return WORDS.getOrDefault(name, name.replace('_', ' '));
    }

    /** What it is a figure of; empty for an unknown name. */
    public static String note(String metric) {
        String name = name(metric);
        return name.startsWith("au_pro_") || name.startsWith("au_spro_")
                ? "false positive rate up to " + name.substring(name.lastIndexOf('_') + 1)
                : NOTES.getOrDefault(name, "");
    }

    /** Figures of errors are better when they are low; all others rank, and are better when they are high. */
    public static boolean lowerIsBetter(String metric) {
        String name = name(metric);
        return name.equals("feature_regression") || name.endsWith("_loss") || name.endsWith("_error");
    }

    /** As a document or an address has it: {@code au-pro-0.3}. */
    public static String value(String metric) {
        return name(metric).replace('_', '-');
    }

    /** Headlines first, then what is of regions, of pixels, of images; by name within. */
    public static Comparator<String> order() {
        return Comparator.comparingInt(MetricWords::rank).thenComparing(Comparator.naturalOrder());
    }

    private static int rank(String metric) {
        int headline = HEADLINES.indexOf(metric);
        if (headline >= 0) {
            return headline;
        }
        String name = name(metric);
        return HEADLINES.size()
                + (name.startsWith("au_") ? 0 : name.startsWith("pixel_") ? 1 : name.startsWith("image_") ? 2 : 3);
    }

    private static String name(String metric) {
        return evaluated(metric) ? metric.substring(PREFIX.length()) : metric;
    }
}
