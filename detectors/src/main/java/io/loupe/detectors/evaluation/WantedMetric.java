package io.loupe.detectors.evaluation;

import java.util.List;

/** A metric that an experiment asks for. */
public sealed interface WantedMetric {
    /** Asked for when nothing is said: image AUROC, pixel AUROC and AU-PRO to 0.3. */
    static List<WantedMetric> defaults() {
        return List.of(new ImageAuroc(), new PixelAuroc(), new AuPro("0.3"));
    }

    /** As in the experiment document, such as {@code au-pro-0.3}. */
    String documentName();

    /** As in MLflow, such as {@code eval/au_pro_0.3}. */
    default String mlflowName() {
        return "eval/" + documentName().replace('-', '_');
    }

    /** Ranks images. */
    record ImageAuroc() implements WantedMetric {
        @Override
        public String documentName() {
            return "image-auroc";
        }
    }

    /** Ranks pixels. */
    record PixelAuroc() implements WantedMetric {
        @Override
        public String documentName() {
            return "pixel-auroc";
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
    }

    /**
     * Reads a name of the experiment document.
     *
     * @throws IllegalArgumentException if there is no such metric; the message lists those there are
     */
    static WantedMetric parse(String name) {
        return switch (name) {
            case "image-auroc" -> new ImageAuroc();
            case "pixel-auroc" -> new PixelAuroc();
            default -> {
                if (name.startsWith("au-pro-")) {
                    yield new AuPro(name.substring("au-pro-".length()));
                }
                throw new IllegalArgumentException(
                        name
                                + " is not a metric; there are image-auroc, pixel-auroc and au-pro-<limit>, such as au-pro-0.3");
            }
        };
    }
}
