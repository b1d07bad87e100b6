package io.loupe.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.efficientad.EfficientAd;
import io.loupe.detectors.efficientad.EfficientAdScorer;
import io.loupe.detectors.efficientad.EfficientAdSettings;
import io.loupe.detectors.efficientad.PdnSize;
import io.loupe.detectors.engine.CounterRandom;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.weights.Weights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * EfficientAD, one piece of work for each line of input: {@code step} trains a step, {@code score N} makes the maps of N
 * images. Answers with its milliseconds, the milliseconds of processor time of all threads, the loss or the largest
 * score, and the process's largest resident memory in MiB.
 *
 * <p>Arguments: threads, settings as JSON, a folder. The folder gets what a peer needs to do the same: pictures of noise
 * and the state behind the statistics. The teacher's weights are random: their values do not change a step's work.
 */
public final class EfficientAdWorker {
    private static final int IMAGES = 4;

    private EfficientAdWorker() {}

    public static void main(String[] arguments) throws IOException {
        EfficientAd detector = new EfficientAd();
        Map<?, ?> changes = new ObjectMapper().readValue(arguments[1], Map.class);
        EfficientAdSettings settings = SettingsReader.read(
                        detector.presets().values().iterator().next(), changes, "settings")
                .orThrow();
        Compute compute = new Compute("cpu", Integer.parseInt(arguments[0]));
        Path folder = Path.of(arguments[2]);
        List<Path> train = Noise.pictures(folder.resolve("train"), IMAGES, settings.imageWidth());
        List<Path> validation = Noise.pictures(folder.resolve("validation"), 1, settings.imageWidth());
        TrainingInput input = new TrainingInput(
                train, validation, 1, compute, name -> teacher(name, settings.size()), Optional.empty());

        try (Training training = detector.train(input, settings)) {
            for (int i = 0; i < IMAGES; i++) {
                training.advance();
            }
            CheckpointState state = training.save();
            for (Map.Entry<String, byte[]> part : state.parts().entrySet()) {
                Files.write(folder.resolve(part.getKey() + ".safetensors"), part.getValue());
            }
            if (training.totalSteps() > IMAGES + 2) {
                serve(() -> training.advance().metrics().get("train/loss"));
                return;
            }
            while (training.step() < training.totalSteps()) {
                training.advance();
            }
            state = training.save();
            training.close();
            float[] images = new CounterRandom(1, "images", 0)
                    .normal(Integer.parseInt(arguments[3]) * 3 * settings.imageWidth() * settings.imageHeight(), 1);
            try (EfficientAdScorer scorer = detector.scorer(state, settings, compute)) {
                serve(() -> scorer.maps(images).getFirst().max());
            }
        }
    }

    /** Answers each line of input with the work's cost and value. */
    static void serve(DoubleSupplier work) throws IOException {
        var processor = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            // The peak from here on: the worker that scores has trained a step before.
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            System.out.println("ready");
            while (lines.readLine() != null) {
                long busyBefore = processor.getProcessCpuTime();
                long start = System.nanoTime();
                double value = work.getAsDouble();
                double milliseconds = (System.nanoTime() - start) / 1e6;
                double busy = (processor.getProcessCpuTime() - busyBefore) / 1e6;
                System.out.println(milliseconds + " " + busy + " " + value + " " + residentPeak());
            }
        }
    }

    private static long residentPeak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }

    private static Weights teacher(String name, PdnSize size) {
        TreeMap<String, HostTensor> tensors = new TreeMap<>();
        int[][] layers =
                switch (size) {
                    case SMALL -> new int[][] {{3, 128, 4}, {128, 256, 4}, {256, 256, 3}, {256, 384, 4}};
                    case MEDIUM ->
                        new int[][] {
                            {3, 256, 4}, {256, 512, 4}, {512, 512, 1}, {512, 512, 3}, {512, 384, 4}, {384, 384, 1}
                        };
                };
        for (int i = 0; i < layers.length; i++) {
            int kernel = layers[i][2];
            int inputs = layers[i][0] * kernel * kernel;
            String layer = "conv" + (i + 1);
            float bound = (float) Math.sqrt(6.0 / inputs);
            float[] weight = new CounterRandom(2, layer, 0).uniform(layers[i][1] * inputs, -bound, bound);
            tensors.put(
                    layer + ".weight",
                    HostTensor.of(layer + ".weight", weight, layers[i][1], layers[i][0], kernel, kernel));
            tensors.put(layer + ".bias", HostTensor.of(layer + ".bias", new float[layers[i][1]], layers[i][1]));
        }
        return new Weights(name, "0".repeat(64), tensors);
    }
}
