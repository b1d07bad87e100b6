package io.loupe.detectors.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.loupe.detectors.evaluation.WantedMetric.AuPro;
import io.loupe.detectors.evaluation.WantedMetric.ImageAuroc;
import io.loupe.detectors.evaluation.WantedMetric.PixelAuroc;
import io.loupe.detectors.heatmap.CurveSvg;
import io.loupe.detectors.heatmap.ScoreHistogram;
import io.loupe.detectors.heatmap.ScoreRange;
import io.loupe.detectors.metric.Curve;
import io.loupe.detectors.metric.Metric;
import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the results that are not pictures of maps. */
final class ResultFiles {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper DENSE = new ObjectMapper();
    private static final String FALSE_POSITIVE_RATE = "false positive rate";
    private static final String TRUE_POSITIVE_RATE = "true positive rate";

    private final Path output;
    private final String category;

    ResultFiles(Path output, String category) {
        this.output = output;
        this.category = category;
    }

    /**
     * One entry of {@code heat_maps/index.json}.
     *
     * @param image path of the image in the dataset
     * @param label {@code good} or {@code defective}
     * @param heatMap path of the picture among the results, empty if none was kept
     * @param anomalyMap path of the raw map among the results, empty if none was kept
     * @param mask whether the image has a mask
     */
    private record IndexEntry(
            String defect,
            String image,
            String label,
            double score,
            String heatMap,
            String anomalyMap,
            boolean mask,
            int width,
            int height) {
        static IndexEntry of(ScoredImage image) {
            return new IndexEntry(
                    image.image().defect(),
                    image.name(),
                    image.label(),
                    image.score(),
                    image.kept() ? "heat_maps/" + image.place() + ".png" : "",
                    image.kept() ? "anomaly_maps/" + image.place() + ".tiff" : "",
                    image.image().mask().isPresent(),
                    image.width(),
                    image.height());
        }
    }

    private record ImageScore(String image, String defect, String label, double score) {}

    private record Scores(List<ImageScore> images, ScoreHistogram histogram) {}

    private record CurveFile(Map<String, Double> areas, String x, String y, double step, List<List<Double>> points) {}

    void writeIndex(List<ScoredImage> images) throws IOException {
        write(JSON, "heat_maps/index.json", images.stream().map(IndexEntry::of).toList());
    }

    void writeScores(List<ScoredImage> images) throws IOException {
        List<ImageScore> scores = images.stream()
                .map(image -> new ImageScore(image.name(), image.image().defect(), image.label(), image.score()))
                .toList();
        ScoreHistogram histogram = ScoreHistogram.of(
                images.stream()
                        .filter(i -> i.image().isGood())
                        .mapToDouble(ScoredImage::score)
                        .toArray(),
                images.stream()
                        .filter(i -> !i.image().isGood())
                        .mapToDouble(ScoredImage::score)
                        .toArray());
        write(JSON, "curves/scores.json", new Scores(scores, histogram));
    }

    void writeCurves(Measurement measurement, List<WantedMetric> wanted) throws IOException {
        List<AuPro> auPros = new ArrayList<>();
        for (WantedMetric metric : wanted) {
            switch (metric) {
                case ImageAuroc auroc ->
                    writeCurve(
                            "roc_image",
                            "Image ROC",
                            TRUE_POSITIVE_RATE,
                            measurement.images().roc(),
                            measurement,
                            List.of(auroc),
                            1);
                case PixelAuroc auroc ->
                    writeCurve(
                            "roc_pixel",
                            "Pixel ROC",
                            TRUE_POSITIVE_RATE,
                            measurement.pixels().map(pixels -> pixels.roc()).orElse(Curve.EMPTY),
                            measurement,
                            List.of(auroc),
                            1);
                case AuPro auPro -> auPros.add(auPro);
            }
        }
        if (!auPros.isEmpty()) {
            double limit = auPros.getFirst().value();
            String title = "PRO to " + auPros.getFirst().limit();
            Curve curve = measurement.pixels().map(pixels -> pixels.pro()).orElse(Curve.EMPTY);
            writeCurve("pro", title, "per-region overlap", curve, measurement, auPros, limit);
        }
    }

    private void writeCurve(
            String name,
            String title,
            String y,
            Curve curve,
            Measurement measurement,
            List<? extends WantedMetric> metrics,
            double limit)
            throws IOException {
        if (curve.points().isEmpty()) {
            return;
        }
        Map<String, Double> areas = new LinkedHashMap<>();
        metrics.forEach(
                metric -> areas.put(metric.mlflowName(), measurement.values().get(metric.mlflowName())));
        List<List<Double>> points = curve.points().stream()
                .map(point -> List.of(rounded(point.x()), rounded(point.y())))
                .toList();
        write(DENSE, "curves/" + name + ".json", new CurveFile(areas, FALSE_POSITIVE_RATE, y, Curve.STEP, points));
        double area = measurement.values().get(metrics.getFirst().mlflowName());
        String text = String.format(Locale.ROOT, "%s, area %.4f", title, area);
        Files.writeString(
                output.resolve("curves").resolve(name + ".svg"),
                CurveSvg.draw(text, FALSE_POSITIVE_RATE, y, curve, limit));
    }

    void writeMetrics(Measurement measurement, List<ScoredImage> images, ScoreRange range) throws IOException {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("category", category);
        file.put("metrics", measurement.values());
        file.put("undefined", measurement.undefined());
        long good = images.stream().filter(image -> image.image().isGood()).count();
        file.put("images", ordered("good", good, "defective", images.size() - good));
        measurement
                .pixels()
                .ifPresent(pixels -> file.put(
                        "pixels",
                        ordered(
                                "sound",
                                pixels.soundPixels(),
                                "defective",
                                pixels.defectivePixels(),
                                "regions",
                                pixels.regions())));
        Map<String, Object> byDefect = new LinkedHashMap<>();
        measurement
                .byDefect()
                .forEach((defect, auroc) -> byDefect.put(
                        defect,
                        ordered(
                                "images",
                                        images.stream()
                                                .filter(i -> i.image().defect().equals(defect))
                                                .count(),
                                "image_auroc", plain(auroc))));
        file.put("by_defect", byDefect);
        file.put("colours", ordered("low", range.low(), "high", range.high()));
        write(JSON, "metrics.json", file);
    }

    private static Object plain(Metric metric) {
        return switch (metric) {
            case Value(double value) -> value;
            case Undefined(String reason) -> reason;
        };
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }

    private void write(ObjectMapper mapper, String name, Object content) throws IOException {
        Path file = output.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, mapper.writeValueAsBytes(content));
    }
}
