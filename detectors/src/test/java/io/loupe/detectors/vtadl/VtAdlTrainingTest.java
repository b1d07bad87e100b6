package io.loupe.detectors.vtadl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.StepReport;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.testing.Discs;
import io.loupe.detectors.training.CheckpointParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VtAdlTrainingTest {
    private static final Compute CPU = new Compute("cpu", 2);

    @TempDir
    private static Path folder;

    private static List<Path> images;

    @BeforeAll
    static void drawPictures() {
        images = Discs.writeAll(folder, 6, 128, 128);
    }

    static List<VtAdlSettings> everyLoss() {
        return List.of(
                TinySettings.original(),
                TinySettings.with(Map.of("mode", "faithful", "likelihood", "jensen", "crop", "centre")),
                TinySettings.variational("mdn-ll"),
                TinySettings.variational("elbo"));
    }

    @ParameterizedTest
    @MethodSource("everyLoss")
    void aResumedTrainingEndsInTheSameBytes(VtAdlSettings settings) {
        CheckpointState straight = train(settings, Optional.empty(), 6);

        CheckpointState half = train(settings, Optional.empty(), 3);
        CheckpointState resumed = train(settings, Optional.of(half), 3);

        assertThat(half.step()).isEqualTo(3);
        assertThat(resumed.step()).isEqualTo(6);
        assertThat(resumed.parts()).containsOnlyKeys(straight.parts().keySet());
        straight.parts()
                .forEach((name, bytes) ->
                        assertThat(resumed.parts().get(name)).as(name).isEqualTo(bytes));
        assertThat(resumed.parts().get("weights")).isNotEqualTo(half.parts().get("weights"));
    }

    @ParameterizedTest
    @MethodSource("everyLoss")
    void aStepReportsTheLossAndItsTerms(VtAdlSettings settings) {
        try (Training training = open(settings, Optional.empty())) {
            assertThat(training.totalSteps()).isEqualTo(6);

            StepReport first = training.advance();
            StepReport second = training.advance();

            assertThat(first.step()).isEqualTo(1);
            assertThat(List.of(first.images(), second.images())).containsExactly(4, 2);
            assertThat(first.metrics()).containsKeys("train/loss", "train/loss/mse", "train/loss/nll");
            assertThat(first.metrics()).containsEntry("train/learning_rate", settings.learningRate());
            assertThat(first.metrics().values()).allMatch(Double::isFinite);
        }
    }

    @Test
    void theLossFalls() {
        VtAdlSettings settings = TinySettings.with(Map.of("epochs", 20));
        List<Double> losses = new ArrayList<>();
        try (Training training = open(settings, Optional.empty())) {
            while (training.step() < training.totalSteps()) {
                losses.add(training.advance().metrics().get("train/loss"));
            }
        }

        assertThat(losses.getLast()).isLessThan(0.8 * losses.getFirst());
    }

    @Test
    void nativeMemoryDoesNotGrowOverSteps() {
        try (VtAdlTraining training = (VtAdlTraining) open(TinySettings.original(), Optional.empty())) {
            training.advance();
            training.advance();
            int arrays = training.liveArrays();
            training.advance();
            training.advance();
            training.advance();

            assertThat(training.liveArrays()).isEqualTo(arrays);
        }
    }

    @Test
    void aLossThatIsNotFiniteLeavesTheStateAsItWas() {
        VtAdlSettings settings = TinySettings.with(Map.of("learningRate", 1.0, "epochs", 200, "weightDecay", 1.0));
        CheckpointState poisoned = withNaN(train(settings, Optional.empty(), 2));

        try (Training training = open(settings, Optional.of(poisoned))) {
            assertThatThrownBy(training::advance).isInstanceOfSatisfying(DetectorException.class, failure -> {
                assertThat(failure.kind()).isEqualTo(DetectorException.Kind.NUMERICS);
                assertThat(failure).hasMessage("train/loss/mse: the loss term mse is NaN at step 3");
                assertThat(failure.advice()).contains("a lower learning rate");
            });
            assertThat(training.step()).isEqualTo(2);
            assertThat(hashes(training.save())).isEqualTo(hashes(poisoned));
        }
    }

    @Test
    void aTrainingGoesOnWithTheThreadsItBeganWith() {
        VtAdlSettings settings = TinySettings.original();
        CheckpointState straight = train(settings, Optional.empty(), 4);
        CheckpointState half = train(settings, Optional.empty(), 2);

        TrainingInput oneThread = new TrainingInput(images, List.of(), 7, new Compute("cpu", 1), Optional.of(half));
        try (Training training = new VtAdl().train(oneThread, settings)) {
            training.advance();
            training.advance();

            assertThat(hashes(training.save())).isEqualTo(hashes(straight));
        }
    }

    @Test
    void otherSettingsThanTheCheckpointsAreRefused() {
        CheckpointState state = train(TinySettings.original(), Optional.empty(), 1);

        assertThatThrownBy(() -> open(TinySettings.with(Map.of("gaussians", 4)), Optional.of(state)))
                .isInstanceOfSatisfying(DetectorException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(DetectorException.Kind.USER);
                    assertThat(failure)
                            .hasMessage("mdn.pi.weight: the checkpoint has [3, 16] where these settings need [4, 16]");
                });
    }

    @Test
    void anImageThatCannotBeReadIsNamed() throws IOException {
        Path broken = Files.write(folder.resolve("broken.png"), new byte[] {1, 2, 3});
        TrainingInput input = new TrainingInput(List.of(broken), List.of(), 7, CPU, Optional.empty());

        try (Training training = new VtAdl().train(input, TinySettings.original())) {
            assertThatThrownBy(training::advance)
                    .isInstanceOfSatisfying(DetectorException.class, failure -> assertThat(failure.kind())
                            .isEqualTo(DetectorException.Kind.DATA))
                    .hasMessageContaining("broken.png");
        }
    }

    /** Of the pictures a third is held out for thresholds: the training never sees them. */
    @Test
    void aShareIsHeldOutWhereItIsWished() {
        VtAdlSettings settings = TinySettings.with(Map.of("validationShare", 0.34, "batchSize", 1, "epochs", 1));
        TrainingInput input = new TrainingInput(images, List.of(), 7, CPU, Optional.empty());

        List<Path> held = new VtAdl().validation(input, settings);

        assertThat(held).hasSize((int) Math.ceil(0.34 * images.size()));
        assertThat(images).containsAll(held);
        try (Training training = new VtAdl().train(input, settings)) {
            assertThat(training.totalSteps()).isEqualTo(images.size() - held.size());
        }
        assertThat(new VtAdl().validation(input, TinySettings.original())).isEmpty();
    }

    @Test
    void aTrainingWithoutImagesIsRefused() {
        TrainingInput input = new TrainingInput(List.of(), List.of(), 7, CPU, Optional.empty());

        assertThatThrownBy(() -> new VtAdl().train(input, TinySettings.original()))
                .hasMessage("train: there are no good training images");
    }

    private static Map<String, String> hashes(CheckpointState state) {
        Map<String, String> hashes = new TreeMap<>();
        state.parts().forEach((name, bytes) -> hashes.put(name, sha256(bytes)));
        return hashes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CheckpointState withNaN(CheckpointState state) {
        var weights = CheckpointParts.read(state, "weights");
        var tensors = new ArrayList<>(weights.tensors().values());
        tensors.replaceAll(tensor -> {
            float[] values = tensor.values();
            if (tensor.name().equals("capsules.weight")) {
                values[0] = Float.NaN;
            }
            return HostTensor.of(tensor.name(), values, tensor.shape());
        });
        return new CheckpointState(
                state.step(),
                Map.of(
                        "weights",
                        SafeTensors.write(weights.metadata(), tensors),
                        "optimizer",
                        state.parts().get("optimizer")));
    }

    private static CheckpointState train(VtAdlSettings settings, Optional<CheckpointState> from, int steps) {
        try (Training training = open(settings, from)) {
            for (int i = 0; i < steps; i++) {
                training.advance();
            }
            return training.save();
        }
    }

    private static Training open(VtAdlSettings settings, Optional<CheckpointState> from) {
        return new VtAdl().train(new TrainingInput(images, List.of(), 7, CPU, from), settings);
    }
}
