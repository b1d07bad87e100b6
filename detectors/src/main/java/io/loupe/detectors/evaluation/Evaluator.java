package io.loupe.detectors.evaluation;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.dataset.PixelMask;
import io.loupe.detectors.dataset.TestImage;
import io.loupe.detectors.evaluation.EvaluationProgress.Stage;
import io.loupe.detectors.evaluation.ScoredImage.MaskSize;
import io.loupe.detectors.heatmap.FloatTiff;
import io.loupe.detectors.heatmap.HeatMap;
import io.loupe.detectors.heatmap.ScoreRange;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Scores the test images of a category, measures and writes the results:
 *
 * <pre>
 * metrics.json                          all numbers, also by defect type, and why a missing one is missing; where F1 is
 *                                       largest; what thresholds chosen on good validation images do, if there are any
 * curves/roc_image.json, .svg           likewise roc_pixel and pro
 * curves/scores.json                    score of every image, histogram
 * heat_maps/&lt;defect&gt;/&lt;image&gt;.png       image, colours, outline of the mask
 * heat_maps/index.json                  one entry for every test image
 * anomaly_maps/&lt;defect&gt;/&lt;image&gt;.tiff   raw scores, 32-bit floats, size of the image
 * </pre>
 *
 * For MVTec LOCO also the figures of logical and structural anomalies apart ({@code loco} in {@code metrics.json}) and
 * the curves {@code spro_logical} and {@code spro_structural}.
 *
 * <p>Maps lie on disk between scoring and drawing, so memory does not grow with the number of images.
 */
public final class Evaluator {
    private static final String SCRATCH = ".maps";

    private final Category category;
    private final List<WantedMetric> metrics;
    private final HeatMaps heatMaps;
    private final Path output;
    private final EvaluationProgress progress;

    /**
     * Prepares an evaluation.
     *
     * @param metrics what to measure
     * @param heatMaps for which images maps are kept
     * @param output folder for the results; created when missing, files in it are replaced
     * @param progress hears how far it is
     */
    public Evaluator(
            Category category,
            List<WantedMetric> metrics,
            HeatMaps heatMaps,
            Path output,
            EvaluationProgress progress) {
        this.category = category;
        this.metrics = List.copyOf(metrics);
        this.heatMaps = heatMaps;
        this.output = output;
        this.progress = progress;
    }

    /**
     * Does it all, on the caller's thread as far as the scorer is concerned.
     *
     * @throws DetectorException with {@code DATA} if an image or mask cannot be read or there are no test images, with
     *     {@code NUMERICS} if a score is NaN or infinite
     */
    public Evaluation evaluate(Scorer scorer) throws IOException {
        if (category.test().isEmpty()) {
            throw new DetectorException(
                    Kind.DATA,
                    "there are no test images",
                    category.name(),
                    "put images into test/good and test/DEFECT");
        }
        Path scratch = output.resolve(SCRATCH);
        try {
            ScoreRange.Sampler sampler = new ScoreRange.Sampler();
            double[] validation = scoreValidation(scorer, sampler);
            List<ScoredImage> images = score(scorer, scratch, sampler, maskSize());
            progress.at(Stage.MEASURING, 0, images.size());
            Measurement measurement = Measurement.of(images, metrics, category);
            progress.at(Stage.MEASURING, images.size(), images.size());
            ScoreRange range = sampler.range();
            int drawn = draw(images, range);
            ResultFiles files = new ResultFiles(output, category.name());
            files.writeIndex(images);
            files.writeScores(images);
            files.writeCurves(measurement, metrics);
            Optional<Deployment> deployment =
                    validation.length == 0 ? Optional.empty() : Optional.of(Deployment.of(validation, images));
            files.writeMetrics(measurement, images, deployment, range);
            return new Evaluation(measurement.values(), measurement.undefined(), images.size(), drawn);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            delete(scratch);
        }
    }

    /** Image scores of the category's own good validation images, if it has any; their maps make the scale of colours. */
    private double[] scoreValidation(Scorer scorer, ScoreRange.Sampler sampler) {
        double[] scores = new double[category.validationGood().size()];
        for (int i = 0; i < scores.length; i++) {
            Scorer.Score score = score(scorer, category.validationGood().get(i));
            scores[i] = score.imageScore();
            sampler.addValidation(score.map());
            progress.at(Stage.SCORING, i + 1, scores.length + category.test().size());
        }
        return scores;
    }

    private static Scorer.Score score(Scorer scorer, Path image) {
        Scorer.Score score = scorer.score(image);
        if (!Double.isFinite(score.imageScore())) {
            throw new DetectorException(
                    Kind.NUMERICS,
                    "the image's score is " + (Double.isNaN(score.imageScore()) ? "not a number" : "infinite"),
                    image.toString(),
                    "train again with a lower learning rate, or from an earlier checkpoint");
        }
        return score;
    }

    /** The size of LOCO's masks, where images were scaled down and masks were not. */
    private Optional<MaskSize> maskSize() {
        if (!category.isLoco()) {
            return Optional.empty();
        }
        return category.test().stream().filter(TestImage::hasMask).findFirst().flatMap(image -> {
            PixelMask mask = PixelMask.read(image.masks().getFirst());
            FloatImage picture = Images.read(image.path());
            return mask.width() == picture.width() && mask.height() == picture.height()
                    ? Optional.empty()
                    : Optional.of(new MaskSize(mask.width(), mask.height()));
        });
    }

    private List<ScoredImage> score(
            Scorer scorer, Path scratch, ScoreRange.Sampler sampler, Optional<MaskSize> measured) throws IOException {
        List<ScoredImage> images = new ArrayList<>();
        int before = category.validationGood().size();
        int total = before + category.test().size();
        for (TestImage image : category.test()) {
            Scorer.Score score = score(scorer, image.path());
            AnomalyMap map = score.map();
            boolean kept = heatMaps.wanted(image);
            ScoredImage scored = new ScoredImage(
                    image,
                    category.name() + "/test/" + image.defect() + "/"
                            + image.path().getFileName(),
                    score.imageScore(),
                    Path.of(""),
                    map.width(),
                    map.height(),
                    kept,
                    measured);
            Path file = (kept ? output.resolve("anomaly_maps") : scratch).resolve(scored.place() + ".tiff");
            Files.createDirectories(file.getParent());
            FloatTiff.write(file, map);
            sampler.add(map, image.isGood());
            images.add(new ScoredImage(
                    image, scored.name(), scored.score(), file, scored.width(), scored.height(), kept, measured));
            progress.at(Stage.SCORING, before + images.size(), total);
        }
        return List.copyOf(images);
    }

    private int draw(List<ScoredImage> images, ScoreRange range) throws IOException {
        List<ScoredImage> kept = images.stream().filter(ScoredImage::kept).toList();
        int done = 0;
        for (ScoredImage image : kept) {
            Path file = output.resolve("heat_maps").resolve(image.place() + ".png");
            Files.createDirectories(file.getParent());
            byte[] png = HeatMap.draw(
                    Images.read(image.image().path()),
                    image.imageMap(),
                    range,
                    image.image().hasMask() ? Optional.of(image.mask()) : Optional.empty());
            Files.write(file, png);
            progress.at(Stage.DRAWING, ++done, kept.size());
        }
        return done;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
