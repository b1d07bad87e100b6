package io.loupe.detectors.evaluation;

import io.loupe.detectors.evaluation.WantedMetric.AuPro;
import io.loupe.detectors.evaluation.WantedMetric.ImageAuroc;
import io.loupe.detectors.evaluation.WantedMetric.PixelAuroc;
import io.loupe.detectors.metric.ImageMetrics;
import io.loupe.detectors.metric.Metric;
import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import io.loupe.detectors.metric.PixelMetrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The wanted metrics of scored images.
 *
 * @param outcomes by MLflow name
 * @param images ROC of images
 * @param pixels curves of pixels, absent if not wanted or if masks are missing
 * @param byDefect image AUROC of each defect type against all good images
 */
record Measurement(
        Map<String, Metric> outcomes,
        ImageMetrics images,
        Optional<PixelMetrics> pixels,
        Map<String, Metric> byDefect) {

    static Measurement of(List<ScoredImage> images, List<WantedMetric> wanted) {
        double[] good = scores(images, image -> image.image().isGood());
        ImageMetrics ofImages =
                ImageMetrics.of(good, scores(images, image -> !image.image().isGood()));
        boolean ofPixelsWanted = wanted.stream().anyMatch(metric -> !(metric instanceof ImageAuroc));
        Optional<String> hindrance = missingMasks(images);
        Optional<PixelMetrics> ofPixels = ofPixelsWanted && hindrance.isEmpty()
                ? Optional.of(PixelMetrics.of(images, limits(wanted)))
                : Optional.empty();
        Map<String, Metric> outcomes = new LinkedHashMap<>();
        for (WantedMetric metric : wanted) {
            Metric outcome =
                    switch (metric) {
                        case ImageAuroc _ -> ofImages.auroc();
                        case PixelAuroc _ ->
                            ofPixels.map(PixelMetrics::auroc).orElseGet(() -> new Undefined(hindrance.orElseThrow()));
                        case AuPro auPro ->
                            ofPixels.map(pixels -> pixels.auPro().get(auPro.value()))
                                    .orElseGet(() -> new Undefined(hindrance.orElseThrow()));
                    };
            outcomes.put(metric.mlflowName(), outcome);
        }
        return new Measurement(outcomes, ofImages, ofPixels, byDefect(images, good));
    }

    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        outcomes.forEach((name, outcome) -> {
            if (outcome instanceof Value(double value)) {
                values.put(name, value);
            }
        });
        return values;
    }

    Map<String, String> undefined() {
        Map<String, String> reasons = new LinkedHashMap<>();
        outcomes.forEach((name, outcome) -> {
            if (outcome instanceof Undefined(String reason)) {
                reasons.put(name, reason);
            }
        });
        return reasons;
    }

    private static Map<String, Metric> byDefect(List<ScoredImage> images, double[] good) {
        Map<String, Metric> result = new LinkedHashMap<>();
        List<String> defects = images.stream()
                .filter(image -> !image.image().isGood())
                .map(image -> image.image().defect())
                .distinct()
                .collect(Collectors.toList());
        for (String defect : defects) {
            double[] scores = scores(images, image -> image.image().defect().equals(defect));
            result.put(defect, ImageMetrics.of(good, scores).auroc());
        }
        return result;
    }

    /** With some masks missing, unmarked defects would count as false positives. */
    private static Optional<String> missingMasks(List<ScoredImage> images) {
        List<ScoredImage> defective =
                images.stream().filter(image -> !image.image().isGood()).toList();
        long missing = defective.stream()
                .filter(image -> image.image().mask().isEmpty())
                .count();
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
