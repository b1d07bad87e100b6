package io.loupe.bench;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
            case Detector<?> detector -> score(detector, new TrialArguments(arguments));
            case WeightsMaker<?> maker -> make(maker, new TrialArguments(arguments));
        }
    }

    /** The weights are written to the folder for results, under the wished name. */
    private static <S extends Record> void make(WeightsMaker<S> maker, TrialArguments arguments) throws IOException {
        S settings = arguments.settings(maker);
        Category category = arguments.category();
        CheckpointState state = train(maker, arguments.input(category, Optional.empty()), settings);
        MadeWeights made = maker.make(arguments.input(category, Optional.of(state)), settings, new TrialClock());
        System.out.println(made.title());
        made.metrics().forEach((name, value) -> System.out.printf(Locale.ROOT, "  %s %.4f%n", name, value));
        Path folder = Files.createDirectories(arguments.results());
        Files.write(folder.resolve(maker.wishedName(settings) + ".safetensors"), made.file());
    }

    private static <S extends Record> void score(Detector<S> detector, TrialArguments arguments) throws IOException {
        S settings = arguments.settings(detector);
        Category category = arguments.category();
        TrainingInput input = arguments.input(category, Optional.empty());
        Compute compute = input.compute();

        long start = System.nanoTime();
        CheckpointState state = train(detector, input, settings);
        long trained = System.nanoTime();
        Evaluator evaluator = new Evaluator(
                category, WantedMetric.defaults(category), HeatMaps.NONE, arguments.results(), new TrialClock());
        Evaluation evaluation;
        try (Scorer scorer = detector.scorer(state, settings, compute)) {
            evaluation = evaluator.evaluate(scorer);
        }
        long end = System.nanoTime();

        System.out.printf(
                Locale.ROOT,
                "%s %s %s %s: trained in %.1f s (%d images, %d steps), evaluated in %.1f s (%d images)%n",
                detector.name(),
                arguments.preset(),
                arguments.changes(),
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
        TrialClock clock = new TrialClock();
        try (Training training = method.train(input, settings)) {
            while (training.step() < training.totalSteps()) {
                clock.train(training.advance().metrics(), training.step(), training.totalSteps());
            }
            return training.save();
        }
    }
}
