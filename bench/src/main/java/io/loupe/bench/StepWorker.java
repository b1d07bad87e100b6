package io.loupe.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.loupe.detectors.Compute;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.detectors.vtadl.VtAdl;
import io.loupe.detectors.vtadl.VtAdlSettings;
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

/**
 * Does a training step for each line of input and answers with its milliseconds, the milliseconds of processor
 * time of all threads, and the loss.
 *
 * <p>Arguments: preset, threads, settings as JSON. The images are noise: their content does not change a step's work.
 */
public final class StepWorker {
    private StepWorker() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("loupe-bench");
        VtAdl detector = new VtAdl();
        Map<?, ?> changes = new ObjectMapper().readValue(arguments[2], Map.class);
        VtAdlSettings settings = SettingsReader.read(detector.presets().get(arguments[0]), changes, "settings")
                .orThrow();
        TrainingInput input = new TrainingInput(
                Noise.pictures(folder, settings.batchSize(), settings.imageSize()),
                List.of(),
                1,
                new Compute("cpu", Integer.parseInt(arguments[1])),
                Optional.empty());
        var processor = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Training training = detector.train(input, settings);
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            while (lines.readLine() != null) {
                long busyBefore = processor.getProcessCpuTime();
                long start = System.nanoTime();
                StepReport report = training.advance();
                double milliseconds = (System.nanoTime() - start) / 1e6;
                double busy = (processor.getProcessCpuTime() - busyBefore) / 1e6;
                System.out.println(
                        milliseconds + " " + busy + " " + report.metrics().get("train/loss"));
            }
        }
    }
}
