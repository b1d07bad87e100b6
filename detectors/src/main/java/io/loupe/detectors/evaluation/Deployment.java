package io.loupe.detectors.evaluation;

import io.loupe.detectors.metric.OperatingPoint;
import io.loupe.detectors.metric.ThresholdRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What thresholds that were chosen on good validation images alone do on the test images.
 *
 * @param validationImages how many there are
 * @param points by rule; empty for a rule that needs more images
 */
record Deployment(int validationImages, Map<ThresholdRule, Optional<OperatingPoint>> points) {
    private static final List<ThresholdRule> RULES = List.of(
            new ThresholdRule.Max(),
            new ThresholdRule.Percentile(99),
            new ThresholdRule.Percentile(95),
            new ThresholdRule.MeanPlusSigmas(3),
            new ThresholdRule.TargetFalsePositiveRate(0.05),
            new ThresholdRule.TargetFalsePositiveRate(0.01));

    static Deployment of(double[] validation, List<ScoredImage> test) {
        double[] good = test.stream()
                .filter(image -> image.image().isGood())
                .mapToDouble(ScoredImage::score)
                .toArray();
        double[] defective = test.stream()
                .filter(image -> !image.image().isGood())
                .mapToDouble(ScoredImage::score)
                .toArray();
        Map<ThresholdRule, Optional<OperatingPoint>> points = new LinkedHashMap<>();
        for (ThresholdRule rule : RULES) {
            OptionalDouble threshold = rule.threshold(validation);
            Optional<OperatingPoint> point = threshold.isPresent()
                    ? Optional.of(OperatingPoint.at(threshold.getAsDouble(), good, defective))
                    : Optional.empty();
            points.put(rule, point);
        }
        return new Deployment(validation.length, points);
    }

    /** As JSON. */
    Map<String, Object> plain() {
        List<Object> entries = new ArrayList<>();
        points.forEach((rule, point) ->
                entries.add(point.map(found -> entry(rule, found)).orElseGet(() -> missing(rule))));
        return ResultFiles.ordered("validation_images", validationImages, "thresholds", entries);
    }

    private Map<String, Object> missing(ThresholdRule rule) {
        String reason = "needs " + rule.imagesNeeded() + " good validation images, there are " + validationImages;
        return ResultFiles.ordered("rule", rule.name(), "undefined", reason);
    }

    private static Map<String, Object> entry(ThresholdRule rule, OperatingPoint point) {
        return ResultFiles.ordered(
                "rule",
                rule.name(),
                "threshold",
                point.threshold(),
                "precision",
                ResultFiles.plain(point.precision()),
                "recall",
                ResultFiles.plain(point.recall()),
                "false_alarm_rate",
                ResultFiles.plain(point.falseAlarmRate()),
                "true_positives",
                point.truePositives(),
                "false_negatives",
                point.falseNegatives(),
                "false_positives",
                point.falsePositives(),
                "true_negatives",
                point.trueNegatives());
    }
}
