package io.loupe.web.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.tracking.checkpoint.CheckpointStore;
import io.loupe.tracking.checkpoint.Manifest;
import io.loupe.tracking.checkpoint.MetricPoint;
import io.loupe.tracking.dataset.DatasetManifest;
import io.loupe.tracking.dataset.DatasetStore;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.store.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Puts into the object store what workers would have left there. */
@ApplicationScoped
class StoredSeeds {
    private static final int STEPS = 1_200;

    private final ObjectStore objects;
    private final DatasetStore datasets;
    private final CheckpointStore checkpoints;
    private final ObjectMapper json;

    StoredSeeds(ObjectStore objects, DatasetStore datasets, CheckpointStore checkpoints, ObjectMapper json) {
        this.objects = objects;
        this.datasets = datasets;
        this.checkpoints = checkpoints;
        this.json = json;
    }

    /** A dataset of two categories; returns its version. */
    String dataset(String name, List<String> categories) {
        try {
            Path folder = Files.createTempDirectory("loupe-pages");
            List<DatasetManifest.File> files = new ArrayList<>();
            for (String category : categories) {
                for (int i = 0; i < 6; i++) {
                    add(folder, category + "/train/good/00" + i + ".png", Pictures.part(i, false), files);
                    add(folder, category + "/test/good/00" + i + ".png", Pictures.part(20 + i, false), files);
                    add(folder, category + "/test/scratch/00" + i + ".png", Pictures.part(40 + i, true), files);
                    add(folder, category + "/ground_truth/scratch/00" + i + "_mask.png", Pictures.mask(40 + i), files);
                }
            }
            files.sort(java.util.Comparator.comparing(DatasetManifest.File::path));
            return datasets.publish(name, folder, files, done -> {}).version();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Path folder, String path, byte[] content, List<DatasetManifest.File> files)
            throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        files.add(new DatasetManifest.File(path, Sha256.of(content), content.length));
    }

    /** Losses of some steps, in two published checkpoints. */
    void history(UUID trial, int steps) {
        Optional<Manifest> previous = Optional.empty();
        for (int half = 0; half < 2; half++) {
            List<MetricPoint> log = new ArrayList<>();
            for (int step = half * steps / 2 + 1; step <= (half + 1) * steps / 2; step++) {
                double mse = 0.4 * Math.exp(-step / 300.0) + 0.02 + 0.01 * Math.sin(step);
                double likelihood = 6 * Math.exp(-step / 500.0) + 0.6 + 0.05 * Math.cos(step * 1.7);
                log.add(new MetricPoint("train/loss", 5 * mse + likelihood, step, step));
                log.add(new MetricPoint("train/loss/mse", mse, step, step));
                log.add(new MetricPoint("train/loss/ll", likelihood, step, step));
            }
            CheckpointStore.Draft draft =
                    new CheckpointStore.Draft(trial.toString(), (half + 1) * steps / 2, STEPS, 1, Map.of());
            previous = Optional.of(checkpoints.publish(previous, draft, Map.of("weights", new byte[] {1, 2, 3}), log));
        }
    }

    /** What evaluation writes. */
    void artifacts(String root, String category) {
        List<Map<String, Object>> index = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            boolean bad = i >= 6;
            String place = (bad ? "scratch" : "good") + "/00" + i % 6;
            int seed = (bad ? 40 : 20) + i % 6;
            objects.put(root + "/heat_maps/" + place + ".png", Pictures.heatMap(seed, bad), "image/png");
            objects.put(root + "/anomaly_maps/" + place + ".tiff", new byte[] {0}, "image/tiff");
            index.add(Map.of(
                    "defect",
                    bad ? "scratch" : "good",
                    "image",
                    category + "/test/" + place + ".png",
                    "label",
                    bad ? "defective" : "good",
                    "score",
                    i == 6 ? 0.24 : (bad ? 0.45 : 0.12) + 0.04 * (i % 6),
                    "heatMap",
                    "heat_maps/" + place + ".png",
                    "anomalyMap",
                    "anomaly_maps/" + place + ".tiff",
                    "mask",
                    bad,
                    "width",
                    192,
                    "height",
                    192));
        }
        write(root + "/heat_maps/index.json", index);
        for (String curve : List.of("roc_image", "roc_pixel", "pro")) {
            write(
                    root + "/curves/" + curve + ".json",
                    Map.of(
                            "x", "false positive rate",
                            "y", "rate",
                            "points", List.of(List.of(0, 0), List.of(0.02, 0.7), List.of(0.1, 0.9), List.of(1, 1))));
        }
        write(
                root + "/receipt.json",
                Map.of(
                        "seed",
                        1,
                        "computed",
                        Map.of("device", "cpu", "threads", "2", "pytorch", "2.7.1"),
                        "checkpoints",
                        List.of(Map.of("step", 1200, "sha256", Map.of("weights", "ab".repeat(32))))));
        write(
                root + "/metrics.json",
                Map.of(
                        "colours",
                        Map.of("low", 0.1, "good_high", 0.3, "high", 0.7, "from", "validation"),
                        "deployment",
                        Map.of(
                                "validation_images",
                                32,
                                "thresholds",
                                List.of(
                                        Map.of(
                                                "rule", "percentile-99",
                                                "threshold", 0.3125,
                                                "precision", 0.96,
                                                "recall", 0.885,
                                                "false_alarm_rate", 0.05),
                                        Map.of("rule", "max", "undefined", "of no image")))));
    }

    private void write(String key, Object content) {
        try {
            objects.put(key, json.writeValueAsBytes(content), "application/json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
