package io.loupe.detectors.evaluation;

import io.loupe.detectors.dataset.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Asked for when nothing is said, of data like this: MVTec LOCO has figures of its own. */
    static List<WantedMetric> defaults(Category category) {
        if (!category.isLoco()) {
            return defaults();
        }
        List<WantedMetric> metrics = new ArrayList<>(defaults());
        metrics.addAll(List.of(Loco.values()));
        for (AuSpro.Part part : AuSpro.Part.values()) {
            metrics.add(new AuSpro("0.05", part));
        }
        for (String limit : List.of("0.01", "0.1", "0.3", "1")) {
            metrics.add(new AuSpro(limit, AuSpro.Part.MEAN));
        }
        return List.copyOf(metrics);
    }

    /**
     * What is measured: documents write the usual metrics out, before it is known which data they are asked of; so
     * exactly those mean all that the data allows.
     *
     * @param names as in the experiment document; none for the usual ones
     * @throws IllegalArgumentException if there is no such metric
     */
    static List<WantedMetric> wanted(List<String> names, Category category) {
        List<WantedMetric> asked = names.stream().map(WantedMetric::parse).toList();
        return asked.isEmpty() || Set.copyOf(asked).equals(Set.copyOf(defaults())) ? defaults(category) : asked;
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

    /** Image AUROC as MVTec LOCO has it: each kind of anomaly against all good images, and the mean of both. */
    enum Loco implements WantedMetric {
        MEAN("image-auroc-mean"),
        LOGICAL("image-auroc-logical"),
        STRUCTURAL("image-auroc-structural");

        private final String documentName;

        Loco(String documentName) {
            this.documentName = documentName;
        }

        @Override
        public String documentName() {
            return documentName;
        }

        @Override
        public boolean ofPixels() {
            return false;
        }
    }

    /**
     * Area below the saturated per-region overlap of MVTec LOCO.
     *
     * @param limit of the false positive rate, as it was written
     * @param part of which anomalies
     */
    record AuSpro(String limit, Part part) implements WantedMetric {
        private static final String NAME = "au-spro-";

        /** Which anomalies. */
        public enum Part {
            /** Of logical and structural ones: the figure that is reported. */
            MEAN(""),
            LOGICAL("-logical"),
            STRUCTURAL("-structural");

            private final String ending;

            Part(String ending) {
                this.ending = ending;
            }
        }

        public AuSpro {
            Limit.check(NAME, limit);
        }

        static AuSpro parse(String name) {
            String rest = name.substring(NAME.length());
            for (Part part : List.of(Part.LOGICAL, Part.STRUCTURAL)) {
                if (rest.endsWith(part.ending)) {
                    return new AuSpro(rest.substring(0, rest.length() - part.ending.length()), part);
                }
            }
            return new AuSpro(rest, Part.MEAN);
        }

        /** The limit as a number in (0, 1]. */
        public double value() {
            return Double.parseDouble(limit);
        }

        @Override
        public String documentName() {
            return NAME + limit + part.ending;
        }

        @Override
        public boolean ofPixels() {
            return true;
        }
    }

    /**
     * Area below the per-region overlap.
     *
     * @param limit of the false positive rate, as it was written
     */
    record AuPro(String limit) implements WantedMetric {
        public AuPro {
            Limit.check("au-pro-", limit);
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
        if (name.startsWith(AuSpro.NAME)) {
            return AuSpro.parse(name);
        }
        return Stream.concat(Arrays.stream(Plain.values()), Arrays.stream(Loco.values()))
                .filter(metric -> metric.documentName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is not a metric; there are "
                        + Stream.concat(Arrays.stream(Plain.values()), Arrays.stream(Loco.values()))
                                .map(WantedMetric::documentName)
                                .collect(Collectors.joining(", "))
                        + ", au-pro-<limit>, such as au-pro-0.3, and au-spro-<limit>, perhaps with -logical or"
                        + " -structural behind"));
    }

    /** A limit of the false positive rate in a metric's name. */
    final class Limit {
        private Limit() {}

        static void check(String metric, String limit) {
            double value;
            try {
                value = Double.parseDouble(limit);
            } catch (NumberFormatException _) {
                value = 0;
            }
            if (!(value > 0 && value <= 1) || !limit.matches("[0-9.]+")) {
                throw new IllegalArgumentException(
                        metric + limit + ": the limit of the false positive rate is not a number within (0, 1]");
            }
        }
    }
}
