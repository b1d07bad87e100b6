package io.loupe.web.pages.layout;

/** What pages call the metrics of documents. */
public final class MetricWords {
    private static final String AU_PRO = "au-pro-";

    private MetricWords() {}

    /** Such as {@code AU-PRO 0.3} for {@code au-pro-0.3}. */
    public static String of(String documentName) {
        return switch (documentName) {
            case "image-auroc" -> "image AUROC";
            case "image-ap" -> "image AP";
            case "image-f1-max" -> "image F1-max";
            case "pixel-auroc" -> "pixel AUROC";
            case "pixel-ap" -> "pixel AP";
            case "pixel-f1-max" -> "pixel F1-max";
            default ->
                documentName.startsWith(AU_PRO) ? "AU-PRO " + documentName.substring(AU_PRO.length()) : documentName;
        };
    }

    /** MLflow's name, such as {@code eval/au_pro_0.3}. */
    public static String key(String documentName) {
        return "eval/" + documentName.replace('-', '_');
    }
}
