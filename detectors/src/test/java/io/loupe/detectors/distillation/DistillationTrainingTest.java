package io.loupe.detectors.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.Weights;
import io.loupe.detectors.weights.WeightsLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three steps of statistics over six images (one is held out), then three of training. */
class DistillationTrainingTest {
    private static final int STATISTICS = 3;
    private static final int TOTAL = STATISTICS + 3;

    @TempDir
    private static Path folder;

    private static List<Path> images;

    @BeforeAll
    static void draw() throws IOException {
        images = Tiny.pictures(Files.createDirectory(folder.resolve("images")), 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void whereverATrainingIsKilledItEndsInTheSameBytes(int featureCache) {
        DistillationSettings settings = Tiny.settings(Map.of("featureCache", featureCache, "greyShare", 0.4));
        List<CheckpointState> straight = new ArrayList<>();
        List<StepReport> reports = new ArrayList<>();
        try (DistillationTraining training = open(settings, Optional.empty())) {
            assertThat(training.totalSteps()).isEqualTo(TOTAL);
            straight.add(training.save());
            while (training.step() < TOTAL) {
                reports.add(training.advance());
                straight.add(training.save());
            }
        }

        // In the statistics, at their end, in the training.
        for (int killed : List.of(1, STATISTICS, STATISTICS + 2)) {
            try (DistillationTraining training = open(settings, Optional.of(straight.get(killed)))) {
                advance(training, TOTAL - killed);
                assertSame(straight.get(TOTAL), training.save(), "killed after step " + killed);
            }
        }
        assertThat(straight.get(TOTAL).parts().get("statistics"))
                .isEqualTo(straight.get(STATISTICS).parts().get("statistics"));
        assertThat(reports.get(0)).isEqualTo(new StepReport(1, 2, Map.of("statistics/images", 2.0)));
        assertThat(reports.get(STATISTICS - 1).metrics()).isEqualTo(Map.of("statistics/images", 6.0));
        assertThat(reports.get(TOTAL - 1).metrics()).containsOnlyKeys("train/loss", "train/learning_rate");
        assertThat(reports.get(TOTAL - 1).images()).isEqualTo(2);
    }

    /** What a fork of a finished training with more steps relies on: nothing but the end depends on the length. */
    @Test
    void aFinishedTrainingGoesOnToTheBytesOfOneThatWasLongerFromTheBeginning() {
        DistillationSettings longer = Tiny.settings(Map.of("steps", 5, "greyShare", 0.4, "featureCache", 100));
        CheckpointState finished = state(Tiny.settings(Map.of("greyShare", 0.4, "featureCache", 100)), TOTAL);
        CheckpointState expected = state(longer, TOTAL + 2);

        try (DistillationTraining goesOn = open(longer, Optional.of(finished))) {
            assertThat(goesOn.totalSteps()).isEqualTo(TOTAL + 2);
            advance(goesOn, 2);
            assertSame(expected, goesOn.save(), "five steps instead of three");
        }
    }

    @Test
    void aCacheChangesNothing() {
        try (DistillationTraining with = open(Tiny.settings(Map.of("featureCache", 100)), Optional.empty());
                DistillationTraining without = open(Tiny.settings(Map.of()), Optional.empty())) {
            advance(with, TOTAL);
            advance(without, TOTAL);

            assertSame(without.save(), with.save(), "with a cache");
        }
    }

    @Test
    void theLossFallsAndNativeMemoryDoesNotGrow() {
        DistillationSettings settings =
                Tiny.settings(Map.of("steps", 20, "learningRate", 1e-3, "featureCache", 100, "batchSize", 1));
        try (DistillationTraining training = open(settings, Optional.empty())) {
            advance(training, 6);
            double first = training.advance().metrics().get("train/loss");
            int arrays = training.liveArrays();
            double last = first;
            while (training.step() < training.totalSteps()) {
                last = training.advance().metrics().get("train/loss");
            }

            assertThat(last).isLessThan(0.7 * first);
            assertThat(training.liveArrays()).isEqualTo(arrays);
        }
    }

    /**
     * The gradient of a step is a mean over its images, so that passes of any size add up to it. What differs is the
     * order of float additions: each gradient by some units in the last place, 6e-8 of it. Adam's first steps move a
     * weight by the sign of its gradient, so where a gradient is nearly 0 it may turn: no weight by more than twice
     * the way of the steps left, 2 * 3 * 1e-4, and nearly all by nothing to speak of.
     */
    @Test
    void halfAsManyImagesAtOnceGiveTheSameWeightsButForRounding() {
        Map<String, Object> four = Map.of("batchSize", 4, "microBatch", 4, "outOfMemory", "smaller-passes");
        try (DistillationTraining all = open(Tiny.settings(four), Optional.empty());
                DistillationTraining fewer = open(Tiny.settings(four), Optional.empty())) {
            advance(all, (int) all.totalSteps());
            advance(fewer, (int) fewer.totalSteps() - 2);
            assertThat(fewer.lighter())
                    .hasValueSatisfying(said -> assertThat(said).contains("2 of a step's 4 images"));
            advance(fewer, 1);
            assertThat(fewer.lighter())
                    .hasValueSatisfying(said -> assertThat(said).contains("1 of a step's 4 images"));
            advance(fewer, 1);
            assertThat(fewer.lighter()).isEmpty();

            float[] expected = weights(all.save());
            float[] actual = weights(fewer.save());
            assertThat(actual).isNotEqualTo(expected);
            double[] differences = new double[expected.length];
            for (int i = 0; i < expected.length; i++) {
                differences[i] = Math.abs(expected[i] - actual[i]);
            }
            Arrays.sort(differences);
            assertThat(differences[differences.length - 1]).isLessThan(6e-4);
            assertThat(differences[(int) (0.99 * differences.length)]).isLessThan(1e-6);
        }
    }

    @Test
    void withoutTheSettingATrainingTakesWhatMemoryItTakes() {
        try (DistillationTraining training =
                open(Tiny.settings(Map.of("batchSize", 4, "microBatch", 4)), Optional.empty())) {
            assertThat(training.lighter()).isEmpty();
        }
    }

    private static float[] weights(CheckpointState state) {
        List<HostTensor> tensors = List.copyOf(SafeTensors.read(state.parts().get(CheckpointState.WEIGHTS), "weights")
                .tensors()
                .values());
        int size = tensors.stream().mapToInt(tensor -> tensor.values().length).sum();
        float[] all = new float[size];
        int at = 0;
        for (HostTensor tensor : tensors) {
            System.arraycopy(tensor.values(), 0, all, at, tensor.values().length);
            at += tensor.values().length;
        }
        return all;
    }

    @Test
    void aTrainingGoesOnWithTheThreadsItBeganWith() {
        DistillationSettings settings = Tiny.settings(Map.of());
        CheckpointState half = state(settings, STATISTICS + 1);
        TrainingInput oneThread =
                new TrainingInput(images, List.of(), 7, new Compute("cpu", 1), Tiny.LIBRARY, Optional.of(half));

        try (DistillationTraining offered = new DistillationTraining(oneThread, settings, Tiny::backbone);
                DistillationTraining same = open(settings, Optional.of(half))) {
            advance(offered, 2);
            advance(same, 2);

            assertSame(same.save(), offered.save(), "one thread offered");
        }
    }

    @Test
    void otherImagesOrAnotherBackboneAreRefusedOnResume() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Tiny.pictures(first, 3);
        Tiny.pictures(second, 4);
        CheckpointState begun = state(Tiny.settings(Map.of("images", first.toString())), 1);
        WeightsLibrary other = name -> new Weights(name, "6".repeat(64), new TreeMap<>());

        assertFailure(
                () -> open(Tiny.settings(Map.of("images", second.toString())), Optional.of(begun)),
                Kind.DATA,
                "images: the folder's files are not those that this training began with: 3 files");
        assertFailure(
                () -> new DistillationTraining(
                        new TrainingInput(images, List.of(), 7, Tiny.CPU, other, Optional.of(begun)),
                        Tiny.settings(Map.of("images", first.toString())),
                        Tiny::backbone),
                Kind.DATA,
                "backbone efficientnet-lite0: the weights have SHA-256 6666");
    }

    @Test
    void ofFewImagesItIsSaidWhatTheyLack() throws IOException {
        Path any = Files.createDirectory(folder.resolve("any"));
        Tiny.pictures(any, 3);

        try (DistillationTraining own = open(Tiny.settings(Map.of()), Optional.empty());
                DistillationTraining folders =
                        open(Tiny.settings(Map.of("images", any.toString())), Optional.empty())) {
            assertThat(own.notices()).singleElement().asString().contains("the category's 6 training images alone");
            assertThat(folders.notices()).isEmpty();
        }
    }

    @Test
    void aBackboneWithAnotherGridIsRefused() {
        DistillationSettings settings = Tiny.settings(Map.of("backboneSize", 96));
        try (DistillationTraining training = open(settings, Optional.empty())) {
            assertFailure(
                    training::advance,
                    Kind.USER,
                    "backboneSize: blocks.4 has 12 x 12 positions of an image of 96 pixels, the trained network 16 x 16");
        }
    }

    @Test
    void aPictureThatCannotBeReadLeavesTheStateAsItWas() throws IOException {
        List<Path> broken = new ArrayList<>(Tiny.pictures(Files.createDirectory(folder.resolve("broken")), 6));
        broken.add(Files.writeString(folder.resolve("broken/x.png"), "no picture"));
        DistillationSettings settings = Tiny.settings(Map.of("batchSize", 6));
        TrainingInput input = new TrainingInput(broken, List.of(), 1, Tiny.CPU, Tiny.LIBRARY, Optional.empty());

        try (DistillationTraining training = new DistillationTraining(input, settings, Tiny::backbone)) {
            CheckpointState before = training.save();
            assertFailure(training::advance, Kind.DATA, "x.png");
            assertSame(before, training.save(), "after the failure");
        }
    }

    @Test
    void aLossThatIsNotFiniteLeavesTheStateAsItWas() {
        DistillationSettings settings = Tiny.settings(Map.of());
        CheckpointState half = state(settings, STATISTICS + 1);
        Map<String, byte[]> parts = new HashMap<>(half.parts());
        List<HostTensor> poisoned = new ArrayList<>(
                SafeTensors.read(parts.get("weights"), "weights").tensors().values());
        poisoned.replaceAll(tensor -> {
            float[] values = tensor.values();
            values[0] = tensor.name().equals("conv4.bias") ? Float.NaN : values[0];
            return HostTensor.of(tensor.name(), values, tensor.shape());
        });
        parts.put("weights", SafeTensors.write(Map.of(), poisoned));
        CheckpointState broken = new CheckpointState(half.step(), parts);

        try (DistillationTraining training = open(settings, Optional.of(broken))) {
            assertFailure(training::advance, Kind.NUMERICS, "train/loss: the loss is NaN at step 5");
            assertSame(broken, training.save(), "after the failure");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"my teacher", "-x", "efficientad-teacher-small"})
    void namesThatWeightsCannotHaveAreRefused(String name) {
        assertThatThrownBy(() -> Tiny.settings(Map.of("name", name))).hasMessageContaining(name);
    }

    @Test
    void layersOfAnotherBackboneAreRefused() {
        assertThatThrownBy(() -> Tiny.settings(Map.of("layers", "layer2,layer3")))
                .hasMessageContaining("efficientnet-lite0 has no layer \"layer2\"");
        assertThatThrownBy(() -> Tiny.settings(Map.of("layers", "blocks.10,blocks.4")))
                .hasMessageContaining("name the finest layer first");
    }

    private static void assertFailure(ThrowingCallable call, Kind kind, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(DetectorException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure.advice()).isNotBlank();
                })
                .hasMessageContaining(message);
    }

    private static void assertSame(CheckpointState expected, CheckpointState actual, String what) {
        assertThat(actual.step()).as(what).isEqualTo(expected.step());
        assertThat(actual.parts()).containsOnlyKeys("weights", "statistics", "optimizer");
        expected.parts().forEach((name, bytes) -> assertThat(actual.parts().get(name))
                .as(what + ": " + name)
                .isEqualTo(bytes));
    }

    private static CheckpointState state(DistillationSettings settings, int steps) {
        try (DistillationTraining training = open(settings, Optional.empty())) {
            advance(training, steps);
            return training.save();
        }
    }

    private static void advance(DistillationTraining training, int steps) {
        for (int i = 0; i < steps; i++) {
            training.advance();
        }
    }

    private static DistillationTraining open(DistillationSettings settings, Optional<CheckpointState> from) {
        return new DistillationTraining(
                new TrainingInput(images, List.of(), 7, Tiny.CPU, Tiny.LIBRARY, from), settings, Tiny::backbone);
    }
}
