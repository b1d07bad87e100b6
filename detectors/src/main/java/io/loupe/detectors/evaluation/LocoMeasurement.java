package io.loupe.detectors.evaluation;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.dataset.DefectsConfig;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.dataset.TestImage;
import io.loupe.detectors.evaluation.WantedMetric.AuSpro;
import io.loupe.detectors.evaluation.WantedMetric.Loco;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.metric.DefectChannel;
import io.loupe.detectors.metric.ImageMetrics;
import io.loupe.detectors.metric.LocoImage;
import io.loupe.detectors.metric.LocoMetrics;
import io.loupe.detectors.metric.Metric;
import io.loupe.detectors.metric.Metric.Undefined;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wanted figures of MVTec LOCO.
 *
 * @param outcomes undefined where the dataset is not annotated so
 * @param metrics what they were taken from
 */
record LocoMeasurement(Map<WantedMetric, Metric> outcomes, Optional<LocoMetrics> metrics) {
    private static final int FULL = 255;

    static boolean isLoco(WantedMetric metric) {
        return metric instanceof Loco || metric instanceof AuSpro;
    }

    static LocoMeasurement of(
            List<ScoredImage> images, List<WantedMetric> wanted, Category category, Optional<String> hindrance) {
        List<WantedMetric> metrics =
                wanted.stream().filter(LocoMeasurement::isLoco).toList();
        if (metrics.isEmpty()) {
            return new LocoMeasurement(Map.of(), Optional.empty());
        }
        if (!category.isLoco()) {
            return undefined(metrics, "the dataset is not annotated as MVTec LOCO is");
        }
        if (hindrance.isPresent()) {
            return ofScores(images, metrics, hindrance.get());
        }
        DefectsConfig config = category.defectsConfig().orElseThrow();
        double[] limits = metrics.stream()
                .filter(AuSpro.class::isInstance)
                .mapToDouble(metric -> ((AuSpro) metric).value())
                .distinct()
                .toArray();
        LocoMetrics found = LocoMetrics.of(
                images.stream().map(image -> new Annotated(image, config)).toList(), limits);
        Map<WantedMetric, Metric> outcomes = new LinkedHashMap<>();
        metrics.forEach(metric -> outcomes.put(metric, explained(metric, outcome(metric, found), images)));
        return new LocoMeasurement(outcomes, Optional.of(found));
    }

    /** Image AUROCs need no masks. */
    private static LocoMeasurement ofScores(List<ScoredImage> images, List<WantedMetric> metrics, String hindrance) {
        Metric logical = auroc(images, Category.LOGICAL);
        Metric structural = auroc(images, Category.STRUCTURAL);
        Map<WantedMetric, Metric> outcomes = new LinkedHashMap<>();
        metrics.forEach(metric -> outcomes.put(
                metric,
                metric instanceof Loco loco
                        ? explained(metric, outcome(loco, logical, structural), images)
                        : new Undefined(hindrance)));
        return new LocoMeasurement(outcomes, Optional.empty());
    }

    private static Metric auroc(List<ScoredImage> images, String kind) {
        return ImageMetrics.of(scores(images, TestImage.GOOD), scores(images, kind))
                .ranking()
                .auroc();
    }

    private static double[] scores(List<ScoredImage> images, String kind) {
        return images.stream()
                .filter(image -> image.image().defect().equals(kind))
                .mapToDouble(ScoredImage::score)
                .toArray();
    }

    private static LocoMeasurement undefined(List<WantedMetric> metrics, String reason) {
        Map<WantedMetric, Metric> outcomes = new LinkedHashMap<>();
        metrics.forEach(metric -> outcomes.put(metric, new Undefined(reason)));
        return new LocoMeasurement(outcomes, Optional.empty());
    }

    /** A figure of a kind that the test images lack, or of the mean with it, is undefined for that reason alone. */
    private static Metric explained(WantedMetric metric, Metric outcome, List<ScoredImage> images) {
        return outcome instanceof Undefined
                ? kinds(metric).stream()
                        .filter(kind -> images.stream()
                                .noneMatch(image -> image.image().defect().equals(kind)))
                        .findFirst()
                        .<Metric>map(kind -> new Undefined("there are no test images with " + kind.replace('_', ' ')))
                        .orElse(outcome)
                : outcome;
    }

    /** The kinds of anomalies that a figure is of. */
    private static List<String> kinds(WantedMetric metric) {
        if (metric == Loco.LOGICAL || metric instanceof AuSpro auSpro && auSpro.part() == AuSpro.Part.LOGICAL) {
            return List.of(Category.LOGICAL);
        }
        if (metric == Loco.STRUCTURAL || metric instanceof AuSpro auSpro && auSpro.part() == AuSpro.Part.STRUCTURAL) {
            return List.of(Category.STRUCTURAL);
        }
        return List.of(Category.LOGICAL, Category.STRUCTURAL);
    }

    private static Metric outcome(WantedMetric metric, LocoMetrics found) {
        if (metric instanceof AuSpro auSpro) {
            return switch (auSpro.part()) {
                case MEAN -> found.auSpro().get(auSpro.value());
                case LOGICAL -> found.logical().auSpro().get(auSpro.value());
                case STRUCTURAL -> found.structural().auSpro().get(auSpro.value());
            };
        }
        return outcome(
                (Loco) metric,
                found.logical().images().ranking().auroc(),
                found.structural().images().ranking().auroc());
    }

    private static Metric outcome(Loco metric, Metric logical, Metric structural) {
        return switch (metric) {
            case MEAN -> Metric.mean(logical, structural);
            case LOGICAL -> logical;
            case STRUCTURAL -> structural;
        };
    }

    /** As JSON. */
    static Map<String, Object> plain(LocoMetrics loco) {
        return ResultFiles.ordered(
                "logical", plain(loco.logical()),
                "structural", plain(loco.structural()),
                "mean",
                        ResultFiles.ordered(
                                "image_auroc", ResultFiles.plain(loco.imageAuroc()), "au_spro", limits(loco.auSpro())));
    }

    private static Map<String, Object> plain(LocoMetrics.Subset subset) {
        return ResultFiles.ordered(
                "image_auroc",
                ResultFiles.plain(subset.images().ranking().auroc()),
                "au_spro",
                limits(subset.auSpro()),
                "defects",
                subset.channels());
    }

    private static Map<String, Object> limits(Map<Double, Metric> auSpro) {
        Map<String, Object> limits = new LinkedHashMap<>();
        auSpro.forEach((limit, metric) -> limits.put(limit.toString(), ResultFiles.plain(metric)));
        return limits;
    }

    /** Masks are read when they are asked for. */
    private record Annotated(ScoredImage image, DefectsConfig config) implements LocoImage {
        @Override
        public String name() {
            return image.name();
        }

        @Override
        public Anomaly anomaly() {
            if (image.image().isGood()) {
                return Anomaly.NONE;
            }
            return image.image().defect().equals(Category.LOGICAL) ? Anomaly.LOGICAL : Anomaly.STRUCTURAL;
        }

        @Override
        public double score() {
            return image.score();
        }

        @Override
        public AnomalyMap map() {
            return image.map();
        }

        @Override
        public List<DefectChannel> channels() {
            return image.image().masks().stream().map(this::channel).toList();
        }

        private DefectChannel channel(Path file) {
            FloatImage mask = Images.read(file);
            float largest = 0;
            for (float value : mask.values()) {
                largest = Math.max(largest, value);
            }
            int value = Math.round(largest * FULL);
            DefectsConfig.Defect defect = config.of(value)
                    .orElseThrow(() -> new DetectorException(
                            Kind.DATA,
                            value == 0
                                    ? "the mask is empty"
                                    : "the mask's value " + value + " is not in " + DefectsConfig.FILE,
                            file.toString(),
                            "import the dataset again; the check names all such masks"));
            return new DefectChannel(PixelMask.of(mask), defect.saturation());
        }
    }
}
