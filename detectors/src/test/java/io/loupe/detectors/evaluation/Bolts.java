package io.loupe.detectors.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.image.PngWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A category whose defects are bright, measured with a scorer that looks for brightness. */
final class Bolts {
    static final int SIDE = 20;
    static final EvaluationProgress SILENT = (_, _, _) -> {};

    private final Path folder;
    private Path results;

    /** Two good images and three defective ones; one of those is darker than the brighter good one. */
    Bolts(Path folder) throws IOException {
        this.folder = folder;
        this.results = folder.resolve("results");
        picture("test/good/000.png", 60);
        picture("test/good/001.png", 140);
        picture("test/spot/000.png", 200);
        picture("test/spot/001.png", 100);
        picture("test/stain/000.png", 250);
        for (String place : List.of("spot/000", "spot/001", "stain/000")) {
            picture("ground_truth/" + place + "_mask.png", 255);
        }
    }

    Path results() {
        return results;
    }

    /** The next evaluation writes to another folder. */
    void writeTo(String name) {
        results = folder.resolve(name);
    }

    Evaluation evaluate(List<WantedMetric> wanted, HeatMaps heatMaps) throws IOException {
        return evaluator(wanted, heatMaps, SILENT).evaluate(new BrightnessScorer());
    }

    Evaluator evaluator(List<WantedMetric> wanted, HeatMaps heatMaps, EvaluationProgress progress) {
        return new Evaluator(Category.read(folder.resolve("bolt")), wanted, heatMaps, results, progress);
    }

    /** Dark, with four bright pixels in its middle. */
    void picture(String path, int brightness) throws IOException {
        byte[] samples = new byte[SIDE * SIDE];
        for (int at : new int[] {189, 190, 209, 210}) {
            samples[at] = (byte) brightness;
        }
        Path file = folder.resolve("bolt").resolve(path);
        Files.createDirectories(file.getParent());
        PngWriter.write(file, SIDE, SIDE, 1, samples);
    }

    void deleteMask(String place) throws IOException {
        Files.delete(folder.resolve("bolt/ground_truth/" + place + "_mask.png"));
    }

    JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(results.resolve(file).toFile());
    }

    List<String> written() throws IOException {
        if (!Files.exists(results)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(results)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> results.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
