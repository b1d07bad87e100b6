package io.loupe.detectors.efficientad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.efficientad.HardFeatureLoss.Route;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.testing.Discs;
import io.loupe.detectors.weights.WeightsLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training of networks with few channels: four statistics steps, four training steps, two for the maps' scales. */
class EfficientAdTrainingTest {
    private static final Compute CPU = new Compute("cpu", 2);
    private static final WeightsLibrary TEACHER = FormulaWeights.tinyTeacher(PdnSize.SMALL);
    private static final int TRAIN = 4;
    private static final int TOTAL = TRAIN + 4 + 2;

    @TempDir
    private static Path folder;

    private static Path penalty;
    private static List<Path> images;
    private static List<Path> validation;

    @BeforeAll
    static void drawPictures() throws IOException {
        images = Discs.writeAll(Files.createDirectory(folder.resolve("train")), TRAIN, 96, 80);
        validation = Discs.writeAll(Files.createDirectory(folder.resolve("validation")), 2, 96, 80);
        penalty = Files.createDirectories(folder.resolve("penalty/inner")).getParent();
        Discs.write(penalty.resolve("a.png"), 50, 40, 1);
        Discs.write(penalty.resolve("inner/b.png"), 40, 60, 2);
    }

    static List<EfficientAdSettings> everyKind() {
        return List.of(
                settings(Map.of()),
                settings(Map.of("batchSize", 3, "frame", "reflect", "teacherCache", 0)),
                settings(Map.of("autoencoder", false, "hardQuantile", 0, "mapNormalisation", "gaussian")));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void whereverATrainingIsKilledItEndsInTheSameBytes(EfficientAdSettings settings) {
        List<CheckpointState> straight = new ArrayList<>();
        try (EfficientAdTraining training = open(settings, Optional.empty())) {
            assertThat(training.totalSteps()).isEqualTo(TOTAL);
            straight.add(training.save());
            while (training.step() < TOTAL) {
                training.advance();
                straight.add(training.save());
            }
        }

        // In the statistics, at their end, in the training, before and in the scales.
        for (int killed : List.of(2, TRAIN, TRAIN + 3, TRAIN + 4, TRAIN + 5)) {
            assertSame(straight.get(TOTAL), train(settings, straight.get(killed)), "killed after step " + killed);
        }
        assertThat(straight.get(TOTAL).parts().get("teacher"))
                .isEqualTo(straight.get(0).parts().get("teacher"));
        assertThat(straight.get(TRAIN + 3).parts().get("statistics"))
                .isEqualTo(straight.get(TRAIN + 1).parts().get("statistics"));
    }

    @Test
    void phasesReportWhatTheyDo() {
        EfficientAdSettings settings = settings(Map.of("steps", 20));
        List<StepReport> reports = new ArrayList<>();
        try (EfficientAdTraining training = open(settings, Optional.empty())) {
            while (training.step() < training.totalSteps()) {
                reports.add(training.advance());
            }
        }

        assertThat(reports).extracting(StepReport::step).isEqualTo(steps(26));
        assertThat(reports.get(0).metrics()).isEqualTo(Map.of("statistics/images", 1.0));
        assertThat(reports.get(4).metrics())
                .containsOnlyKeys(
                        "train/loss",
                        "train/loss/hard_features",
                        "train/loss/penalty",
                        "train/loss/autoencoder",
                        "train/loss/student_autoencoder",
                        "train/learning_rate");
        assertThat(reports.get(25).metrics()).isEqualTo(Map.of("normalisation/images", 2.0));
        assertThat(reports.subList(4, 24))
                .extracting(report -> report.metrics().get("train/learning_rate"))
                .startsWith(1e-3, 1e-3)
                .endsWith(1e-3, 1e-4);
        assertThat(reports.get(23).metrics().get("train/loss"))
                .isLessThan(reports.get(4).metrics().get("train/loss"));
    }

    @Test
    void nativeMemoryDoesNotGrowOverSteps() {
        try (EfficientAdTraining training = open(settings(Map.of("steps", 40)), Optional.empty())) {
            advance(training, 6);
            int arrays = training.liveArrays();
            advance(training, 30);

            assertThat(training.liveArrays()).isEqualTo(arrays);
        }
    }

    @Test
    void aCacheChangesNothing() {
        CheckpointState with = train(settings(Map.of()), null);

        assertSame(with, train(settings(Map.of("teacherCache", 0)), null), "without a cache");
    }

    @Test
    void theTeacherIsNotAskedForAgain() {
        CheckpointState begun = state(settings(Map.of()), null, 1);
        TrainingInput input = input(images, validation, WeightsLibrary.EMPTY, Optional.of(begun));

        try (EfficientAdTraining training = open(settings(Map.of()), input)) {
            assertThat(training.advance().step()).isEqualTo(2);
        }
    }

    @Test
    void aTrainingGoesOnWithTheThreadsItBeganWith() {
        EfficientAdSettings settings = settings(Map.of());
        CheckpointState half = state(settings, null, TRAIN + 1);
        TrainingInput oneThread =
                new TrainingInput(images, validation, 7, new Compute("cpu", 1), TEACHER, Optional.of(half));

        try (EfficientAdTraining training = open(settings, oneThread)) {
            advance(training, 5);

            assertSame(train(settings, half), training.save(), "one thread offered");
        }
    }

    @Test
    void bfloat16TrainsFloat32Weights() {
        CheckpointState rounded = state(settings(Map.of("precision", "bfloat16")), null, TRAIN + 1);
        CheckpointState plain = state(settings(Map.of()), null, TRAIN + 1);

        SafeTensors ours = SafeTensors.read(rounded.parts().get("weights"), "weights");
        SafeTensors theirs = SafeTensors.read(plain.parts().get("weights"), "weights");
        int same = 0;
        int all = 0;
        for (HostTensor tensor : ours.tensors().values()) {
            float[] a = tensor.values();
            float[] b = theirs.tensors().get(tensor.name()).values();
            for (int i = 0; i < a.length; i++) {
                // The first update of Adam is a learning rate large: only the gradient's sign shows.
                same += Math.abs(a[i] - b[i]) < 1e-4 ? 1 : 0;
                all++;
            }
        }
        assertThat(same).isGreaterThan((int) (0.95 * all)).isLessThan(all);
        assertThat(rounded.parts().get("weights")).isNotEqualTo(plain.parts().get("weights"));
    }

    @Test
    void anotherPenaltyFolderIsRefusedOnResume() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Discs.write(other.resolve("a.png"), 50, 40, 1);
        CheckpointState begun = state(settings(Map.of()), null, 1);

        assertFailure(
                () -> open(settings(Map.of("penaltyImages", other.toString())), Optional.of(begun)),
                Kind.DATA,
                "not those that this training began with: 2 files");
        assertFailure(
                () -> open(settings(Map.of("penaltyImages", "")), Optional.of(begun)), Kind.DATA, " then, none now");
    }

    @Test
    void aCheckpointOfOtherOutputsIsRefused() {
        CheckpointState begun = state(settings(Map.of()), null, TRAIN + 1);

        assertFailure(
                () -> open(settings(Map.of("frame", "reflect")), Optional.of(begun)),
                Kind.USER,
                "made with 56x56 outputs an image; these settings give 64x64");
        assertSame(
                state(settings(Map.of()), null, TRAIN + 2),
                state(settings(Map.of("frame", "edge")), begun, 1),
                "another frame of the same size");
    }

    @Test
    void aForkWithMoreStepsGoesOnWhereTrainingProperEndedWhateverWasMeasuredSince() {
        EfficientAdSettings longer = settings(Map.of("steps", 5));
        CheckpointState trained = state(settings(Map.of()), null, TRAIN + 4);

        for (int measured = 1; measured <= 2; measured++) {
            CheckpointState behind = state(settings(Map.of()), null, TRAIN + 4 + measured);
            try (Training fork = open(longer, Optional.of(behind))) {
                assertThat(fork.step()).isEqualTo(TRAIN + 4);
            }
            assertSame(train(longer, behind), train(longer, trained), measured + " maps were measured");
        }
    }

    @Test
    void aMissingPenaltyFolderIsNamed() {
        assertFailure(
                () -> open(settings(Map.of("penaltyImages", "/nowhere")), Optional.empty()),
                Kind.USER,
                "penaltyImages /nowhere: there is no such folder on this worker");
    }

    @Test
    void aTeacherOfTheOtherSizeIsRefused() {
        assertFailure(
                () -> open(settings(Map.of("size", "medium")), Optional.empty()),
                Kind.USER,
                "teacher efficientad-teacher-small: wrong teacher file: no PDN-M of a teacher");
    }

    @Test
    void aConstantTeacherIsRefused() {
        WeightsLibrary constant = name -> {
            var weights = new HashMap<String, HostTensor>();
            TEACHER.load(name)
                    .tensors()
                    .forEach((key, tensor) ->
                            weights.put(key, HostTensor.of(key, new float[tensor.values().length], tensor.shape())));
            return new io.loupe.detectors.weights.Weights(name, "0".repeat(64), new java.util.TreeMap<>(weights));
        };

        try (EfficientAdTraining training =
                open(settings(Map.of()), input(images, validation, constant, Optional.empty()))) {
            advance(training, TRAIN);
            assertFailure(training::advance, Kind.DATA, "teacher: the teacher's channel 0 has standard deviation 0.0");
        }
    }

    @Test
    void aLossThatIsNotFiniteLeavesTheStateAsItWas() {
        CheckpointState half = state(settings(Map.of()), null, TRAIN + 1);
        Map<String, byte[]> parts = new HashMap<>(half.parts());
        SafeTensors weights = SafeTensors.read(parts.get("weights"), "weights");
        List<HostTensor> poisoned = new ArrayList<>(weights.tensors().values());
        poisoned.replaceAll(tensor -> tensor.name().equals("student.conv4.bias")
                ? HostTensor.of(tensor.name(), nan(tensor.values()), tensor.shape())
                : tensor);
        parts.put("weights", SafeTensors.write(Map.of(), poisoned));

        CheckpointState broken = new CheckpointState(half.step(), parts);
        try (EfficientAdTraining training = open(settings(Map.of()), Optional.of(broken))) {
            assertFailure(training::advance, Kind.NUMERICS, "the loss term hard_features is NaN at step 6");
            assertSame(broken, training.save(), "after the failure");
        }
    }

    private static float[] nan(float[] values) {
        values[0] = Float.NaN;
        return values;
    }

    private static List<Long> steps(int count) {
        List<Long> steps = new ArrayList<>();
        for (long i = 1; i <= count; i++) {
            steps.add(i);
        }
        return steps;
    }

    private static void assertFailure(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Kind kind, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(DetectorException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(kind);
                    assertThat(failure.advice()).isNotBlank();
                })
                .hasMessageContaining(message);
    }

    static void assertSame(CheckpointState expected, CheckpointState actual, String what) {
        assertThat(actual.step()).as(what).isEqualTo(expected.step());
        assertThat(actual.parts()).containsOnlyKeys(expected.parts().keySet());
        expected.parts().forEach((name, bytes) -> assertThat(actual.parts().get(name))
                .as(what + ": " + name)
                .isEqualTo(bytes));
    }

    private static EfficientAdSettings settings(Map<String, Object> changes) {
        Map<String, Object> all = new HashMap<>(changes);
        all.putIfAbsent("penaltyImages", penalty.toString());
        return TinySettings.with(all);
    }

    /** To the end, from a state or the beginning. */
    private static CheckpointState train(EfficientAdSettings settings, CheckpointState from) {
        return state(settings, from, Integer.MAX_VALUE);
    }

    private static CheckpointState state(EfficientAdSettings settings, CheckpointState from, int steps) {
        try (EfficientAdTraining training = open(settings, Optional.ofNullable(from))) {
            advance(training, (int) Math.min(steps, training.totalSteps() - training.step()));
            return training.save();
        }
    }

    private static void advance(EfficientAdTraining training, int steps) {
        for (int i = 0; i < steps; i++) {
            training.advance();
        }
    }

    private static TrainingInput input(
            List<Path> train, List<Path> validation, WeightsLibrary weights, Optional<CheckpointState> from) {
        return new TrainingInput(train, validation, 7, CPU, weights, from);
    }

    private static EfficientAdTraining open(EfficientAdSettings settings, Optional<CheckpointState> from) {
        return open(settings, input(images, validation, TEACHER, from));
    }

    private static EfficientAdTraining open(EfficientAdSettings settings, TrainingInput input) {
        return new EfficientAdTraining(input, settings, FormulaWeights.TINY, Route.SPARSE);
    }
}
