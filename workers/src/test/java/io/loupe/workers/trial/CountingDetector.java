package io.loupe.workers.trial;

import io.loupe.detectors.AnomalyMap;
import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Detector;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.settings.Setting;
import io.loupe.detectors.weights.WeightsLibrary;
import io.loupe.tracking.store.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Learns nothing, exactly: its weights are a chain of hashes over (settings, seed, images, step), so that a step left
 * out or done twice shows in every later one.
 */
final class CountingDetector implements Detector<CountingDetector.Settings> {
    private final Runnable eachStep;
    private final List<Compute> computes = new ArrayList<>();
    private final List<WeightsLibrary> libraries = new ArrayList<>();

    /** Done in every pass whose time is taken; told the images in it. */
    IntConsumer eachPass = batch -> {};

    /** What its trainings have to say. */
    List<String> notices = List.of();

    /** What its trainings say, one after the other, when they are asked to take less memory; then they cannot. */
    final Deque<String> lighter = new ArrayDeque<>();

    /** @param steps steps in all */
    record Settings(
            @Setting(help = "Steps in all.", min = 1, max = 1_000_000)
            int steps) {}

    /** @param eachStep done with every step, such as moving a test's clock */
    CountingDetector(Runnable eachStep) {
        this.eachStep = eachStep;
    }

    /** What each training was given, oldest first. */
    List<Compute> computes() {
        return List.copyOf(computes);
    }

    /** Where each training could find weights, oldest first. */
    List<WeightsLibrary> libraries() {
        return List.copyOf(libraries);
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public String title() {
        return "Counting";
    }

    @Override
    public String description() {
        return "For tests.";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Map<String, Settings> presets() {
        return Map.of("default", new Settings(50));
    }

    @Override
    public String presetHelp(String preset) {
        return "For tests.";
    }

    @Override
    public Training train(TrainingInput input, Settings settings) {
        computes.add(input.compute());
        libraries.add(input.weights());
        return new Counting(input, settings);
    }

    @Override
    public Scorer scorer(CheckpointState state, Settings settings, Compute compute) {
        return new Scorer() {
            @Override
            public Score score(Path image) {
                AnomalyMap map = new AnomalyMap(16, 16, new float[256]);
                map.values()[100] = image.toString().contains("good") ? 0 : 1;
                return new Score(map, map.max());
            }

            @Override
            public Pass pass(Path image, int batch) {
                AnomalyMap map = score(image).map();
                return () -> {
                    eachPass.accept(batch);
                    return Collections.nCopies(batch, map);
                };
            }

            @Override
            public void close() {}
        };
    }

    private final class Counting implements Training {
        private final int total;
        private String weights;
        private long step;

        Counting(TrainingInput input, Settings settings) {
            total = settings.steps();
            step = input.resumeFrom().map(CheckpointState::step).orElse(0L);
            weights = input.resumeFrom()
                    .map(state -> new String(state.parts().get(CheckpointState.WEIGHTS), StandardCharsets.UTF_8))
                    .orElseGet(() -> "seed " + input.seed() + ", images "
                            + input.trainGood().size());
        }

        @Override
        public long step() {
            return step;
        }

        @Override
        public long totalSteps() {
            return total;
        }

        @Override
        public List<String> notices() {
            return notices;
        }

        @Override
        public Optional<String> lighter() {
            return Optional.ofNullable(lighter.poll());
        }

        @Override
        public StepReport advance() {
            eachStep.run();
            step++;
            weights = Sha256.of((weights + step).getBytes(StandardCharsets.UTF_8));
            double loss =
                    ByteBuffer.wrap(weights.getBytes(StandardCharsets.UTF_8)).getInt() / 1e9;
            return new StepReport(step, 1, Map.of("train/loss", loss, "train/learning_rate", 1.0 / step));
        }

        @Override
        public CheckpointState save() {
            return new CheckpointState(step, Map.of(CheckpointState.WEIGHTS, weights.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void close() {}
    }
}
