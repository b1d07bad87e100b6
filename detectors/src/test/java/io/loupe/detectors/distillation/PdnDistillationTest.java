package io.loupe.detectors.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.Extension;
import io.loupe.detectors.MadeWeights;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.backbone.Backbones;
import io.loupe.detectors.efficientad.EfficientAd;
import io.loupe.detectors.efficientad.EfficientAdSettings;
import io.loupe.detectors.settings.SettingsReader;
import io.loupe.detectors.tensor.HostTensor;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.weights.FolderWeights;
import io.loupe.detectors.weights.Weights;
import io.loupe.detectors.weights.WeightsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PdnDistillationTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsMadeIsATeacherThatEfficientAdTrainsWith() {
        List<Path> images = Tiny.pictures(folder, 3);
        List<String> told = new ArrayList<>();
        DistillationSettings settings = Tiny.settings(Map.of("steps", 2, "batchSize", 1, "name", "mine"));

        MadeWeights made = make(images, settings, told);

        assertThat(made.title()).isEqualTo("PDN-S, distilled from efficientnet-lite0 on 2 images, 2 steps of 1");
        assertThat(made.images()).isEqualTo(1);
        assertThat(told).containsExactly("1 of 1");
        assertThat(made.metrics()).containsOnlyKeys("eval/feature_regression", "eval/explained_variance");
        assertThat(made.metrics().get("eval/feature_regression")).isPositive().isFinite();
        SafeTensors file = SafeTensors.read(made.file(), "made");
        assertThat(file.tensors().values().stream().map(HostTensor::toString))
                .containsExactly(
                        "conv1.bias [128]",
                        "conv1.weight [128, 3, 4, 4]",
                        "conv2.bias [256]",
                        "conv2.weight [256, 128, 4, 4]",
                        "conv3.bias [256]",
                        "conv3.weight [256, 256, 3, 3]",
                        "conv4.bias [384]",
                        "conv4.weight [384, 256, 4, 4]");
        assertThat(file.metadata())
                .containsEntry("distilled from", "efficientnet-lite0 blocks.4,blocks.10")
                .containsEntry("backbone", Tiny.HASH);

        Weights teacher = new Weights("mine", "1".repeat(64), WeightsFile.read(made.file(), "mine"));
        TrainingInput input = new TrainingInput(images, List.of(), 7, Tiny.CPU, name -> teacher, Optional.empty());
        try (Training training = new EfficientAd().train(input, efficientAd())) {
            assertThat(training.notices()).singleElement().asString().startsWith("penaltyImages is empty");
            for (int step = 0; step < 3; step++) {
                training.advance();
            }
            SafeTensors used = SafeTensors.read(training.save().parts().get("teacher"), "teacher");
            assertThat(used.tensors().get("conv4.weight").values())
                    .isEqualTo(file.tensors().get("conv4.weight").values());
        }
    }

    /** Measuring is given no moments. */
    private static MadeWeights make(List<Path> images, DistillationSettings settings, List<String> told) {
        PdnDistillation distillation = new PdnDistillation(Tiny::backbone);
        TrainingInput input = Tiny.input(images);
        CheckpointState done;
        try (Training training = distillation.train(input, settings)) {
            while (training.step() < training.totalSteps()) {
                training.advance();
            }
            done = training.save();
        }
        Map<String, byte[]> parts = new HashMap<>(done.parts());
        parts.remove(CheckpointState.OPTIMIZER);
        return distillation.make(
                new TrainingInput(
                        images,
                        List.of(),
                        input.seed(),
                        Tiny.CPU,
                        Tiny.LIBRARY,
                        Optional.of(new CheckpointState(done.step(), parts))),
                settings,
                (stage, images1, total) -> told.add(images1 + " of " + total));
    }

    private static EfficientAdSettings efficientAd() {
        Map<String, Object> document = Map.of("teacher", "mine", "steps", 2, "autoencoder", false, "hardQuantile", 0);
        return SettingsReader.read(new EfficientAd().presets().get("paper-s"), document, "settings")
                .orThrow();
    }

    @Test
    void whoHasNoTeacherIsToldOfIt() {
        TrainingInput input = new TrainingInput(
                Tiny.pictures(folder, 3), List.of(), 7, Tiny.CPU, new FolderWeights(List.of(folder)), Optional.empty());

        assertThatThrownBy(() -> new EfficientAd()
                        .train(input, new EfficientAd().presets().get("paper-s")))
                .isInstanceOfSatisfying(DetectorException.class, missing -> assertThat(missing.advice())
                        .contains("put teacher_small.pth into one of these folders. It is to be had from")
                        .endsWith("Or train a teacher of your own with pdn-distillation, and name it here."))
                .hasMessageStartingWith("weights efficientad-teacher-small: no file teacher_small.pth in ");
    }

    /** Its schedule would allow it, as {@link DistillationTrainingTest} shows. */
    @Test
    void aFinishedTrainingIsForkedInsteadOfExtendedSoThatNamesOfWeightsKeepTheirMeaning() {
        Extension extension = new PdnDistillation().extension();

        assertThat(extension.setting()).isEmpty();
        assertThat(extension.reason()).contains("fork its last checkpoint").doesNotContain("schedule");
    }

    @Test
    void everyBackboneCanBeDistilledWithItsUsualLayers() {
        assertThat(Arrays.stream(TargetNetwork.values()).map(TargetNetwork::backbone))
                .containsExactlyInAnyOrderElementsOf(Backbones.names());
        for (TargetNetwork network : TargetNetwork.values()) {
            Backbones.requireInOrder(network.backbone(), network.usualLayers());
        }
    }
}
