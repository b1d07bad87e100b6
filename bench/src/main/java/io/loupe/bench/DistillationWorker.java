package io.loupe.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.distillation.DistillationSettings;
import io.loupe.detectors.distillation.PdnDistillation;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.detectors.weights.FolderWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A distillation, one training step for each line of input; answers as {@link EfficientAdWorker} does.
 *
 * <p>Arguments: threads, settings as JSON, folder of weights, a folder. The last gets what a peer needs to do the same:
 * pictures of noise, one of which is held out, and the state behind the statistics.
 */
public final class DistillationWorker {
    private static final int IMAGES = 5;

    private DistillationWorker() {}

    public static void main(String[] arguments) throws IOException {
        PdnDistillation method = new PdnDistillation();
        Map<?, ?> changes = new ObjectMapper().readValue(arguments[1], Map.class);
        DistillationSettings settings = SettingsReader.read(method.presets().get("quick"), changes, "settings")
                .orThrow();
        Path folder = Path.of(arguments[3]);
        TrainingInput input = new TrainingInput(
                Noise.pictures(folder.resolve("train"), IMAGES, settings.backboneSize()),
                List.of(),
                1,
                new Compute("cpu", Integer.parseInt(arguments[0])),
                new FolderWeights(List.of(Path.of(arguments[2]))),
                Optional.empty());
        try (Training training = method.train(input, settings)) {
            while (training.step() < training.totalSteps() - settings.steps()) {
                training.advance();
            }
            for (Map.Entry<String, byte[]> part : training.save().parts().entrySet()) {
                Files.write(folder.resolve(part.getKey() + ".safetensors"), part.getValue());
            }
            EfficientAdWorker.serve(() -> training.advance().metrics().get("train/loss"));
        }
    }
}
