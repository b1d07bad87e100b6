package io.loupe.bench;

import static java.util.stream.Collectors.joining;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Detector;
import io.loupe.detectors.Detectors;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Training;
import io.loupe.detectors.dataset.Category;
import io.loupe.detectors.evaluation.Evaluation;
import io.loupe.detectors.evaluation.Evaluator;
import io.loupe.detectors.evaluation.HeatMaps;
import io.loupe.detectors.evaluation.WantedMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The test set's figures as one training goes on: {@code LearningCurve <detector> <preset> <changed settings as JSON>
 * <category's folder> <folders of weights> <threads> <folder for results> <seed> <steps to measure at, with commas between>}.
 *
 * <p>Each point is a row of {@code curve.csv} in the folder for results, and the checkpoint lies beside it: started again, the
 * training goes on from the newest, so that it can be done in pieces.
 */
public final class LearningCurve {
    private static final String CURVE = "curve.csv";

    private LearningCurve() {}

    public static void main(String[] arguments) throws IOException {
        Detector<?> detector = (Detector<?>) Detectors.named(arguments[0]).orElseThrow();
        draw(detector, new TrialArguments(arguments), arguments[8]);
    }

    private static <S extends Record> void draw(Detector<S> detector, TrialArguments arguments, String points)
            throws IOException {
        List<Long> steps =
                Arrays.stream(points.split(",", -1)).map(Long::parseLong).toList();
        S settings = arguments.settings(detector);
        Category category = arguments.category();
        Path folder = Files.createDirectories(arguments.results());
        Optional<CheckpointState> newest = SavedState.newest(folder);
        long begun = newest.map(CheckpointState::step).orElse(0L);

        try (Training training = detector.train(arguments.input(category, newest), settings)) {
            TrialClock clock = new TrialClock();
            for (long point : steps.stream().filter(step -> step > begun).toList()) {
                while (training.step() < point) {
                    clock.train(training.advance().metrics(), training.step(), training.totalSteps());
                }
                CheckpointState state = training.save();
                Evaluator evaluator = new Evaluator(
                        category, WantedMetric.defaults(category), HeatMaps.NONE, folder.resolve("results"), clock);
                try (Scorer scorer = detector.scorer(state, settings, arguments.compute())) {
                    note(folder, state.step(), evaluator.evaluate(scorer));
                }
                SavedState.write(folder, state);
            }
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
        Files.writeString(file, row, java.nio.file.StandardOpenOption.APPEND);
        System.out.print(row);
    }
}
