package io.loupe.bench;

import static java.util.stream.Collectors.joining;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Detector;
import io.loupe.detectors.Detectors;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.evaluation.Evaluation;
import io.loupe.detectors.evaluation.Evaluator;
import io.loupe.detectors.evaluation.HeatMaps;
import io.loupe.detectors.evaluation.WantedMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The test set's figures as one training goes on: {@code LearningCurve <detector> <preset> <changed settings as JSON>
 * <category's folder> <folders of weights> <threads> <folder for results> <seed> <values of the setting steps, ascending, with
 * commas between> <steps that follow training proper>}.
 *
 * <p>The last value is how long the training is. At each earlier one a copy ends there, as a fork with that many steps does, and
 * is measured: with EfficientAD it makes the scales of its maps, a step for each validation image.
 *
 * <p>Each point is a row of {@code curve.csv} in the folder for results, and the checkpoint lies beside it: started again, the
 * training goes on from the newest, so that it can be done in pieces.
 */
public final class LearningCurve {
    private static final String CURVE = "curve.csv";

    private LearningCurve() {}

    public static void main(String[] arguments) throws IOException {
        Detector<?> detector = (Detector<?>) Detectors.named(arguments[0]).orElseThrow();
        List<Long> points =
                Arrays.stream(arguments[8].split(",", -1)).map(Long::parseLong).toList();
        draw(detector, new TrialArguments(arguments), points, Long.parseLong(arguments[9]));
    }

    private static <S extends Record> void draw(
            Detector<S> detector, TrialArguments arguments, List<Long> points, long following) throws IOException {
        Category category = arguments.category();
        Path folder = Files.createDirectories(arguments.results());
        Optional<CheckpointState> newest = SavedState.newest(folder);
        long begun = newest.map(CheckpointState::step).orElse(0L);
        TrialClock clock = new TrialClock();

        try (Training training =
                detector.train(arguments.input(category, newest), settings(detector, arguments, points.getLast()))) {
            long before = training.totalSteps() - points.getLast() - following;
            for (long point : points) {
                if (before + point <= begun) {
                    continue;
                }
                while (training.step() < before + point) {
                    clock.train(training.advance().metrics(), training.step(), training.totalSteps());
                }
                CheckpointState state = training.save();
                S settings = settings(detector, arguments, point);
                CheckpointState ended = end(detector, arguments.input(category, Optional.of(state)), settings);
                Evaluator evaluator = new Evaluator(
                        category, WantedMetric.defaults(category), HeatMaps.NONE, folder.resolve("results"), clock);
                try (Scorer scorer = detector.scorer(ended, settings, arguments.compute())) {
                    note(folder, point, evaluator.evaluate(scorer));
                }
                SavedState.write(folder, state);
            }
        }
    }

    private static <S extends Record> S settings(Detector<S> detector, TrialArguments arguments, long steps)
            throws IOException {
        return arguments.settings(detector, Map.of("steps", steps));
    }

    private static <S extends Record> CheckpointState end(Detector<S> detector, TrainingInput input, S settings) {
        try (Training training = detector.train(input, settings)) {
            while (training.step() < training.totalSteps()) {
                training.advance();
            }
            return training.save();
        }
    }

    private static void note(Path folder, long step, Evaluation evaluation) throws IOException {
        Path file = folder.resolve(CURVE);
        List<String> names = evaluation.metrics().keySet().stream().sorted().toList();
        if (Files.notExists(file)) {
            Files.writeString(file, "step," + String.join(",", names) + "\n");
        }
        String row = names.stream()
                .map(name ->
                        String.format(Locale.ROOT, "%.4f", evaluation.metrics().get(name)))
                .collect(joining(",", step + ",", "\n"));
        Files.writeString(file, row, StandardOpenOption.APPEND);
        System.out.print(row);
    }
}
