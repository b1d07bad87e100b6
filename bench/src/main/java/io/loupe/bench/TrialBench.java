package io.loupe.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Detector;
import io.loupe.detectors.Detectors;
import io.loupe.detectors.MadeWeights;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.TrainableMethod;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.WeightsMaker;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.evaluation.Evaluation;
import io.loupe.detectors.evaluation.Evaluator;
import io.loupe.detectors.evaluation.HeatMaps;
import io.loupe.detectors.evaluation.WantedMetric;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.detectors.weights.FolderWeights;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole trial without the platform, timed: {@code TrialBench <detector> <preset> <changed settings as JSON> <category's
 * folder> <folders of weights, with colons between> <threads> <folder for results> [seed]}. Of a method that makes weights, the
 * weights' file is what is written.
 */
public final class TrialBench {
    private TrialBench() {}

    public static void main(String[] arguments) throws IOException {
        switch (Detectors.named(arguments[0]).orElseThrow()) {
            case Detector<?> detector -> score(detector, arguments);
            case WeightsMaker<?> maker -> make(maker, arguments);
        }
    }

    private static <S extends Record> S settings(TrainableMethod<S> method, String[] arguments) throws IOException {
        Map<?, ?> changes = new ObjectMapper().readValue(arguments[2], Map.class);
        return SettingsReader.read(method.presets().get(arguments[1]), changes, "settings")
                .orThrow();
    }

    private static TrainingInput input(Category category, String[] arguments, Optional<CheckpointState> from) {
        return new TrainingInput(
                category.trainGood(),
                category.validationGood(),
                arguments.length > 7 ? Long.parseLong(arguments[7]) : 1,
                new Compute("cpu", Integer.parseInt(arguments[5])),
                new FolderWeights(Arrays.stream(arguments[4].split(File.pathSeparator, -1))
                        .map(Path::of)
                        .toList()),
                from);
    }

    /** The weights are written to the folder for results, under the wished name. */
    private static <S extends Record> void make(WeightsMaker<S> maker, String[] arguments) throws IOException {
        S settings = settings(maker, arguments);
        Category category = Category.read(Path.of(arguments[3]));
        CheckpointState state = train(maker, input(category, arguments, Optional.empty()), settings);
        MadeWeights made = maker.make(input(category, arguments, Optional.of(state)), settings, new Clock());
        System.out.println(made.title());
        made.metrics().forEach((name, value) -> System.out.printf(Locale.ROOT, "  %s %.4f%n", name, value));
        Path folder = Files.createDirectories(Path.of(arguments[6]));
        Files.write(folder.resolve(maker.wishedName(settings) + ".safetensors"), made.file());
    }

    private static <S extends Record> void score(Detector<S> detector, String[] arguments) throws IOException {
        S settings = settings(detector, arguments);
        Category category = Category.read(Path.of(arguments[3]));
        TrainingInput input = input(category, arguments, Optional.empty());
        Compute compute = input.compute();

        long start = System.nanoTime();
        CheckpointState state = train(detector, input, settings);
        long trained = System.nanoTime();
        Evaluator evaluator = new Evaluator(
                category, WantedMetric.defaults(category), HeatMaps.NONE, Path.of(arguments[6]), new Clock());
        Evaluation evaluation;
        try (Scorer scorer = detector.scorer(state, settings, compute)) {
            evaluation = evaluator.evaluate(scorer);
        }
        long end = System.nanoTime();

        System.out.printf(
                Locale.ROOT,
                "%s %s %s %s: trained in %.1f s (%d images, %d steps), evaluated in %.1f s (%d images)%n",
                detector.name(),
                arguments[1],
                arguments[2],
                category.name(),
                (trained - start) / 1e9,
                category.trainGood().size(),
                state.step(),
                (end - trained) / 1e9,
                evaluation.images());
        evaluation.metrics().forEach((name, value) -> System.out.printf(Locale.ROOT, "  %s %.4f%n", name, value));
        state.parts().forEach((name, bytes) -> System.out.printf(Locale.ROOT, "  %s: %,d bytes%n", name, bytes.length));
    }

    private static <S extends Record> CheckpointState train(
            TrainableMethod<S> method, TrainingInput input, S settings) {
        Clock clock = new Clock();
        try (Training training = method.train(input, settings)) {
            while (training.step() < training.totalSteps()) {
                clock.train(training.advance().metrics(), training.step(), training.totalSteps());
            }
            return training.save();
        }
    }

    /** Says when each stage began and how a training goes. */
    private static final class Clock implements io.loupe.detectors.evaluation.EvaluationProgress {
        private final long start = System.nanoTime();

        void train(Map<String, Double> metrics, long step, long total) {
            if (step % 50 == 0 || step == total) {
                System.out.printf(Locale.ROOT, "%6.1f s  step %d of %d  %s%n", seconds(), step, total, metrics);
            }
        }

        @Override
        public void at(Stage stage, int done, int total) {
            if (done == 0 || done == total) {
                System.out.printf(Locale.ROOT, "%6.1f s  %s %d of %d%n", seconds(), stage, done, total);
            }
        }

        private double seconds() {
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
