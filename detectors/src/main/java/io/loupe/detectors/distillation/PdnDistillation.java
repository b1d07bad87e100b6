package io.loupe.detectors.distillation;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Effort;
import io.loupe.detectors.Extension;
import io.loupe.detectors.MadeWeights;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.WeightsMaker;
import io.loupe.detectors.backbone.Backbones;
import io.loupe.detectors.distillation.DistillationSettings.OutOfMemory;
import io.loupe.detectors.efficientad.PdnSize;
import io.loupe.detectors.efficientad.Precision;
import io.loupe.detectors.engine.NativeFailures;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.evaluation.EvaluationProgress;
import io.loupe.detectors.evaluation.EvaluationProgress.Stage;
import io.loupe.detectors.tensor.SafeTensors;
import io.loupe.detectors.training.CheckpointParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The method {@code pdn-distillation}, which makes teachers for EfficientAD. */
public final class PdnDistillation implements WeightsMaker<DistillationSettings> {
    private final BackboneSource backbones;

    public PdnDistillation() {
        this(Backbones::open);
    }

    PdnDistillation(BackboneSource backbones) {
        this.backbones = backbones;
    }

    @Override
    public String name() {
        return "pdn-distillation";
    }

    @Override
    public String title() {
        return "PDN distillation";
    }

    @Override
    public String description() {
        return "Trains a teacher for EfficientAD: a small patch description network learns to give the patch features of a"
                + " large pretrained one. It scores no image; what it makes is published under a name. Batzner et al.,"
                + " WACV 2024, arXiv 2303.14535, algorithm 3.";
    }

    @Override
    public Class<DistillationSettings> settingsType() {
        return DistillationSettings.class;
    }

    @Override
    public Map<String, DistillationSettings> presets() {
        Map<String, DistillationSettings> presets = new LinkedHashMap<>();
        presets.put("paper", paper());
        presets.put("quick", quick());
        return presets;
    }

    @Override
    public String presetHelp(String preset) {
        return switch (preset) {
            case "paper" ->
                "As published: Wide-ResNet-101's features on ImageNet, 60,000 steps of 16 images. Name ImageNet's training"
                        + " images in images; for a GPU, on a few cores it takes weeks.";
            case "quick" ->
                "A teacher from the images at hand, about half an hour on two cores. What it lacks: it has seen no ImageNet,"
                        + " so it describes only what looks like these images, and the features of EfficientNet-Lite0 are"
                        + " weaker than those of the published teachers, which are the better choice where you have them.";
            default -> throw new IllegalArgumentException("no preset " + preset);
        };
    }

    /** The bytes would allow it, as the rate is constant; that names go on meaning what they meant does not. */
    @Override
    public Extension extension() {
        return Extension.none(
                "trials may have been trained with the weights it published, and those of a longer training"
                        + " would take their name; fork its last checkpoint with more steps, which gives weights of their own name");
    }

    @Override
    public Optional<Effort> effort() {
        return Optional.of(new Effort(
                "steps",
                Effort.Images.NONE,
                List.of(
                        "backbone",
                        "layers",
                        "size",
                        "imageSize",
                        "backboneSize",
                        "batchSize",
                        "statisticsImages",
                        "precision")));
    }

    @Override
    public Training train(TrainingInput input, DistillationSettings settings) {
        return new DistillationTraining(input, settings, backbones);
    }

    @Override
    public String wishedName(DistillationSettings settings) {
        return settings.name();
    }

    @Override
    public MadeWeights make(TrainingInput input, DistillationSettings settings, EvaluationProgress progress) {
        CheckpointState state = input.resumeFrom().orElseThrow();
        try (Workbench bench = Workbench.open(input, settings, backbones)) {
            ImageSet images = bench.images();
            Normalisation normalisation = bench.normalisation(settings);
            FeatureRegression regression = new FeatureRegression(TargetFeatures.CHANNELS);
            for (int i = 0; i < images.heldOutCount(); i++) {
                Picture picture = Picture.heldOut(images.readHeldOut(i), settings);
                float[] target = normalisation.apply(
                        bench.targets().of(picture.backbone().get()));
                try (StepScope scope = bench.runtime().inference()) {
                    regression.add(target, bench.student().features(scope, picture.student()));
                }
                progress.at(Stage.SCORING, i + 1, images.heldOutCount());
            }
            SafeTensors weights = CheckpointParts.read(state, CheckpointState.WEIGHTS);
            return new MadeWeights(
                    title(settings, images),
                    SafeTensors.write(
                            provenance(bench.manner(), settings),
                            weights.tensors().values()),
                    regression.metrics(),
                    images.heldOutCount());
        } catch (RuntimeException e) {
            throw NativeFailures.classified(e);
        }
    }

    private static String title(DistillationSettings settings, ImageSet images) {
        return "%s, distilled from %s on %,d images, %,d steps of %d"
                .formatted(
                        settings.size().title(),
                        settings.backbone().backbone(),
                        images.trainingCount(),
                        settings.steps(),
                        settings.batchSize());
    }

    private static Map<String, String> provenance(Manner manner, DistillationSettings settings) {
        Map<String, String> texts = new TreeMap<>(manner.stored());
        texts.put("network", settings.size().title());
        texts.put("distilled from", settings.backbone().backbone() + " " + String.join(",", settings.layerNames()));
        texts.put("steps", Integer.toString(settings.steps()));
        return texts;
    }

    private static DistillationSettings paper() {
        return new DistillationSettings(
                TargetNetwork.WIDE_RESNET_101_2,
                "",
                PdnSize.SMALL,
                "",
                256,
                512,
                16,
                0,
                OutOfMemory.FAIL,
                60_000,
                1e-4,
                1e-5,
                0.1,
                10_000,
                1_000,
                Precision.FLOAT32,
                0,
                "");
    }

    private static DistillationSettings quick() {
        return new DistillationSettings(
                TargetNetwork.EFFICIENTNET_LITE0,
                "",
                PdnSize.SMALL,
                "",
                256,
                512,
                2,
                0,
                OutOfMemory.FAIL,
                800,
                1e-3,
                1e-5,
                0.1,
                500,
                50,
                Precision.AUTO,
                4096,
                "");
    }
}
