package io.loupe.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.TrainableMethod;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.detectors.weights.FolderWeights;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a trial without the platform is told: {@code <method> <preset> <changed settings as JSON> <category's folder>
 * <folders of weights, with colons between> <threads> <folder for results> [seed]}.
 */
record TrialArguments(String[] words) {
    String preset() {
        return words[1];
    }

    String changes() {
        return words[2];
    }

    <S extends Record> S settings(TrainableMethod<S> method) throws IOException {
        return settings(method, Map.of());
    }

    /** @param more settings that win over those of the command line */
    <S extends Record> S settings(TrainableMethod<S> method, Map<String, Object> more) throws IOException {
        Map<String, Object> changes = new LinkedHashMap<>();
        new ObjectMapper()
                .readerForMapOf(Object.class)
                .<Map<String, Object>>readValue(changes())
                .forEach(changes::put);
        changes.putAll(more);
        return SettingsReader.read(method.presets().get(preset()), changes, "settings")
                .orThrow();
    }

    Category category() {
        return Category.read(Path.of(words[3]));
    }

    Compute compute() {
        return new Compute("cpu", Integer.parseInt(words[5]));
    }

    Path results() {
        return Path.of(words[6]);
    }

    TrainingInput input(Category category, Optional<CheckpointState> from) {
        return new TrainingInput(
                category.trainGood(),
                category.validationGood(),
                words.length > 7 ? Long.parseLong(words[7]) : 1,
                compute(),
                new FolderWeights(Arrays.stream(words[4].split(File.pathSeparator, -1))
                        .map(Path::of)
                        .toList()),
                from);
    }
}
