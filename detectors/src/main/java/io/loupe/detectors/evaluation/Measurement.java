package io.loupe.detectors.evaluation;

import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.evaluation.WantedMetric.AuPro;
import io.loupe.detectors.evaluation.WantedMetric.Plain;
import io.loupe.detectors.metric.ImageMetrics;
import io.loupe.detectors.metric.LocoMetrics;
import io.loupe.detectors.metric.Metric;
import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import io.loupe.detectors.metric.PixelFigures;
import io.loupe.detectors.metric.PixelMetrics;
import io.loupe.detectors.metric.Ranking;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The wanted metrics of scored images.
 *
 * @param outcomes of all defects
 * @param byDefect of each defect type against all good images and sound pixels
 * @param images of images
 * @param pixels of pixels, absent if not wanted or if masks are missing
 * @param loco of logical and structural anomalies, where the dataset is annotated so and it is wanted
 */
record Measurement(
        Map<WantedMetric, Metric> outcomes,
        Map<String, Map<WantedMetric, Metric>> byDefect,
        ImageMetrics images,
        Optional<PixelMetrics> pixels,
        Optional<LocoMetrics> loco) {

    static Measurement of(List<ScoredImage> images, List<WantedMetric> wanted, Category category) {
        double[] good = scores(images, image -> image.image().isGood());
        ImageMetrics ofImages =
                ImageMetrics.of(good, scores(images, image -> !image.image().isGood()));
        Optional<String> hindrance = missingMasks(images);
        Optional<PixelMetrics> ofPixels =
                wanted.stream().anyMatch(metric -> metric.ofPixels() && !LocoMeasurement.isLoco(metric))
                                && hindrance.isEmpty()
                        ? Optional.of(PixelMetrics.of(images, limits(wanted)))
                        : Optional.empty();
        List<WantedMetric> plain = wanted.stream()
                .filter(metric -> !LocoMeasurement.isLoco(metric))
                .toList();
        Map<String, Map<WantedMetric, Metric>> byDefect = new LinkedHashMap<>();
        images.stream()
                .filter(image -> !image.image().isGood())
                .map(image -> image.image().defect())
                .distinct()
                .forEach(defect -> {
                    double[] scores =
                            scores(images, image -> image.image().defect().equals(defect));
                    Ranking ranking = ImageMetrics.of(good, scores).ranking();
                    Optional<PixelFigures> figures = ofPixels.map(pixels -> figures(pixels, defect));
                    byDefect.put(defect, outcomes(plain, ranking, figures, hindrance));
                });
        Map<WantedMetric, Metric> all = outcomes(plain, ofImages.ranking(), ofPixels.map(PixelMetrics::all), hindrance);
        LocoMeasurement loco = LocoMeasurement.of(images, wanted, category, hindrance);
        all.putAll(loco.outcomes());
        return new Measurement(all, byDefect, ofImages, ofPixels, loco.metrics());
    }

    /** Numbers by MLflow name. */
    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        outcomes.forEach((metric, outcome) -> {
            if (outcome instanceof Value(double value)) {
                values.put(metric.mlflowName(), value);
            }
        });
        return values;
    }

    /** Reasons by MLflow name. */
    Map<String, String> undefined() {
        Map<String, String> reasons = new LinkedHashMap<>();
        outcomes.forEach((metric, outcome) -> {
            if (outcome instanceof Undefined(String reason)) {
                reasons.put(metric.mlflowName(), reason);
            }
        });
        return reasons;
    }

    private static Map<WantedMetric, Metric> outcomes(
            List<WantedMetric> wanted, Ranking images, Optional<PixelFigures> pixels, Optional<String> hindrance) {
        Map<WantedMetric, Metric> outcomes = new LinkedHashMap<>();
        for (WantedMetric metric : wanted) {
            Metric outcome = metric.ofPixels()
                    ? pixels.map(figures -> ofPixels(metric, figures))
                            .orElseGet(() -> new Undefined(hindrance.orElseThrow()))
                    : ofRanking(metric, images);
            outcomes.put(metric, outcome);
        }
        return outcomes;
    }

    private static Metric ofPixels(WantedMetric metric, PixelFigures figures) {
        return metric instanceof AuPro auPro
                ? figures.auPro().get(auPro.value())
                : ofRanking(metric, figures.ranking());
    }

    private static Metric ofRanking(WantedMetric metric, Ranking ranking) {
        return switch ((Plain) metric) {
            case IMAGE_AUROC, PIXEL_AUROC -> ranking.auroc();
            case IMAGE_AP, PIXEL_AP -> ranking.averagePrecision();
            case IMAGE_F1_MAX, PIXEL_F1_MAX -> ranking.f1Max();
        };
    }

    /** A type whose masks are all empty has no figures of its own. */
    private static PixelFigures figures(PixelMetrics pixels, String defect) {
        return Optional.ofNullable(pixels.byDefect().get(defect))
                .orElseGet(() -> PixelFigures.undefined(
                        "there are no defective pixels in its masks",
                        pixels.all().auPro().keySet()));
    }

    /** With some masks missing, unmarked defects would count as false positives. */
    private static Optional<String> missingMasks(List<ScoredImage> images) {
        List<ScoredImage> defective =
                images.stream().filter(image -> !image.image().isGood()).toList();
        long missing =
                defective.stream().filter(image -> !image.image().hasMask()).count();
        if (missing == 0) {
            return Optional.empty();
        }
        return Optional.of(
                missing == defective.size()
                        ? "the dataset has no masks"
                        : missing + " of " + defective.size() + " defective test images have no mask");
    }

    private static double[] limits(List<WantedMetric> wanted) {
        return wanted.stream()
                .filter(AuPro.class::isInstance)
                .mapToDouble(metric -> ((AuPro) metric).value())
                .distinct()
                .toArray();
    }

    private static double[] scores(List<ScoredImage> images, Predicate<ScoredImage> which) {
        return images.stream().filter(which).mapToDouble(ScoredImage::score).toArray();
    }
}
