package io.loupe.detectors.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.loupe.detectors.evaluation.WantedMetric.AuPro;
import io.loupe.detectors.evaluation.WantedMetric.AuSpro;
import io.loupe.detectors.evaluation.WantedMetric.Plain;
import io.loupe.detectors.heatmap.CurveSvg;
import io.loupe.detectors.heatmap.ScoreHistogram;
import io.loupe.detectors.heatmap.ScoreRange;
import io.loupe.detectors.metric.Curve;
import io.loupe.detectors.metric.LocoMetrics;
import io.loupe.detectors.metric.Metric;
import io.loupe.detectors.metric.Metric.Undefined;
import io.loupe.detectors.metric.Metric.Value;
import io.loupe.detectors.metric.PixelMetrics;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
     * @param masks paths of its masks in the dataset
     */
    private record IndexEntry(
            String defect,
            String image,
            String label,
            double score,
            String heatMap,
            String anomalyMap,
            boolean mask,
            List<String> masks,
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
                    image.image().hasMask(),
                    maskPaths(image),
                    image.width(),
                    image.height());
        }
    }

    private static List<String> maskPaths(ScoredImage image) {
        String category = image.name().substring(0, image.name().indexOf('/'));
        Path root = image.image().path().getParent().getParent().getParent(); // <category>/test/<defect>/<image>
        return image.image().masks().stream()
                .map(mask -> category + "/" + root.relativize(mask).toString().replace(File.separatorChar, '/'))
                .toList();
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
        if (wanted.contains(Plain.IMAGE_AUROC)) {
            Curve roc = measurement.images().roc();
            writeCurve("roc_image", "Image ROC", TRUE_POSITIVE_RATE, roc, measurement, List.of(Plain.IMAGE_AUROC), 1);
        }
        if (measurement.loco().isPresent()) {
            LocoMetrics loco = measurement.loco().get();
            writeSpro("logical", AuSpro.Part.LOGICAL, loco.logical().spro(), measurement, wanted);
            writeSpro("structural", AuSpro.Part.STRUCTURAL, loco.structural().spro(), measurement, wanted);
        }
        if (measurement.pixels().isEmpty()) {
            return;
        }
        PixelMetrics pixels = measurement.pixels().get();
        if (wanted.contains(Plain.PIXEL_AUROC)) {
            List<WantedMetric> areas = List.of(Plain.PIXEL_AUROC);
            writeCurve("roc_pixel", "Pixel ROC", TRUE_POSITIVE_RATE, pixels.roc(), measurement, areas, 1);
        }
        List<AuPro> auPros = wanted.stream()
                .filter(AuPro.class::isInstance)
                .map(AuPro.class::cast)
                .toList();
        if (!auPros.isEmpty()) {
            AuPro first = auPros.getFirst();
            String title = "PRO to " + first.limit();
            writeCurve("pro", title, "per-region overlap", pixels.pro(), measurement, auPros, first.value());
        }
    }

    private void writeSpro(
            String kind, AuSpro.Part part, Curve curve, Measurement measurement, List<WantedMetric> wanted)
            throws IOException {
        Optional<AuSpro> area = wanted.stream()
                .filter(AuSpro.class::isInstance)
                .map(AuSpro.class::cast)
                .filter(metric -> metric.part() == part)
                .filter(metric -> measurement.values().containsKey(metric.mlflowName()))
                .findFirst();
        if (area.isPresent()) {
            AuSpro metric = area.get();
            String title = "sPRO of " + kind + " anomalies to " + metric.limit();
            String y = "saturated per-region overlap";
            writeCurve("spro_" + kind, title, y, curve, measurement, List.of(metric), metric.value());
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

    void writeMetrics(
            Measurement measurement, List<ScoredImage> images, Optional<Deployment> deployment, ScoreRange range)
            throws IOException {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("category", category);
        file.put("metrics", measurement.values());
        file.put("undefined", measurement.undefined());
        long good = images.stream().filter(image -> image.image().isGood()).count();
        file.put("images", ordered("good", good, "defective", images.size() - good));
        measurement.pixels().ifPresent(pixels -> file.put("pixels", counts(pixels)));
        Map<String, Object> optima = optima(measurement);
        if (!optima.isEmpty()) {
            file.put("test_set_optima", optima);
        }
        deployment.ifPresent(thresholds -> file.put("deployment", thresholds.plain()));
        Map<String, Object> byDefect = new LinkedHashMap<>();
        measurement.byDefect().forEach((defect, outcomes) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put(
                    "images",
                    images.stream()
                            .filter(i -> i.image().defect().equals(defect))
                            .count());
            outcomes.forEach((metric, outcome) -> entry.put(metric.fileName(), plain(outcome)));
            byDefect.put(defect, entry);
        });
        file.put("by_defect", byDefect);
        measurement.loco().ifPresent(loco -> file.put("loco", LocoMeasurement.plain(loco)));
        file.put(
                "colours",
                ordered(
                        "low", range.low(),
                        "good_high", range.goodHigh(),
                        "high", range.high(),
                        "from", range.from().word()));
        write(JSON, "metrics.json", file);
    }

    private static Map<String, Object> counts(PixelMetrics pixels) {
        return ordered(
                "sound",
                pixels.soundPixels(),
                "defective",
                pixels.all().defectivePixels(),
                "regions",
                pixels.all().regions());
    }

    /** Where F1 is largest: thresholds that were chosen on the test images, so no operating points. */
    private static Map<String, Object> optima(Measurement measurement) {
        Map<String, Object> optima = new LinkedHashMap<>();
        if (measurement.outcomes().containsKey(Plain.IMAGE_F1_MAX)) {
            measurement.images().ranking().optimum().ifPresent(best -> optima.put("image", best));
        }
        if (measurement.outcomes().containsKey(Plain.PIXEL_F1_MAX)) {
            measurement
                    .pixels()
                    .flatMap(pixels -> pixels.all().ranking().optimum())
                    .ifPresent(best -> optima.put("pixel", best));
        }
        return optima;
    }

    /** A number, or the reason why there is none. */
    static Object plain(Metric metric) {
        return switch (metric) {
            case Value(double value) -> value;
            case Undefined(String reason) -> reason;
        };
    }

    static Map<String, Object> ordered(Object... keysAndValues) {
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
