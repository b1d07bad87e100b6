package io.loupe.detectors.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A metric that an experiment asks for. */
public sealed interface WantedMetric {
    /** Asked for when nothing is said: all that data may allow, the three that are usually reported first. */
    static List<WantedMetric> defaults() {
        return List.of(
                Plain.IMAGE_AUROC,
                Plain.PIXEL_AUROC,
                new AuPro("0.3"),
                new AuPro("0.05"),
                Plain.IMAGE_AP,
                Plain.IMAGE_F1_MAX,
                Plain.PIXEL_AP,
                Plain.PIXEL_F1_MAX);
    }

    /** As in the experiment document, such as {@code au-pro-0.3}. */
    String documentName();

    /** Whether maps and masks are needed. */
    boolean ofPixels();

    /** As in MLflow, such as {@code eval/au_pro_0.3}. */
    default String mlflowName() {
        return "eval/" + fileName();
    }

    /** Without a prefix, as a key of JSON, such as {@code au_pro_0.3}. */
    default String fileName() {
        return documentName().replace('-', '_');
    }

    /** Metrics without parameters; how well images or pixels are ranked. */
    enum Plain implements WantedMetric {
        IMAGE_AUROC("image-auroc", false),
        IMAGE_AP("image-ap", false),
        /** At the threshold that is best on the test images: an upper bound. */
        IMAGE_F1_MAX("image-f1-max", false),
        PIXEL_AUROC("pixel-auroc", true),
        PIXEL_AP("pixel-ap", true),
        /** At the threshold that is best on the test images: an upper bound. */
        PIXEL_F1_MAX("pixel-f1-max", true);

        private final String documentName;
        private final boolean ofPixels;

        Plain(String documentName, boolean ofPixels) {
            this.documentName = documentName;
            this.ofPixels = ofPixels;
        }

        @Override
        public String documentName() {
            return documentName;
        }

        @Override
        public boolean ofPixels() {
            return ofPixels;
        }
    }

    /**
     * Area below the per-region overlap.
     *
     * @param limit of the false positive rate, as it was written
     */
    record AuPro(String limit) implements WantedMetric {
        public AuPro {
            double value;
            try {
                value = Double.parseDouble(limit);
            } catch (NumberFormatException _) {
                value = 0;
            }
            if (!(value > 0 && value <= 1) || !limit.matches("[0-9.]+")) {
                throw new IllegalArgumentException(
                        "au-pro-" + limit + ": the limit of the false positive rate is not a number within (0, 1]");
            }
        }

        /** The limit as a number in (0, 1]. */
        public double value() {
            return Double.parseDouble(limit);
        }

        @Override
        public String documentName() {
            return "au-pro-" + limit;
        }

        @Override
        public boolean ofPixels() {
            return true;
        }
    }

    /**
     * Reads a name of the experiment document.
     *
     * @throws IllegalArgumentException if there is no such metric; the message lists those there are
     */
    static WantedMetric parse(String name) {
        if (name.startsWith("au-pro-")) {
            return new AuPro(name.substring("au-pro-".length()));
        }
        return Arrays.stream(Plain.values())
                .filter(metric -> metric.documentName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is not a metric; there are "
                        + Arrays.stream(Plain.values()).map(Plain::documentName).collect(Collectors.joining(", "))
                        + " and au-pro-<limit>, such as au-pro-0.3"));
    }
}
