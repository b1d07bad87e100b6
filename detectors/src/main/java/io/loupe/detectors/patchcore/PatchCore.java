package io.loupe.detectors.patchcore;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Detector;
import io.loupe.detectors.Effort;
import io.loupe.detectors.Extension;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.patchcore.PatchCoreSettings.CropBorder;
import io.loupe.detectors.patchcore.PatchCoreSettings.Distance;
import io.loupe.detectors.patchcore.PatchCoreSettings.ImageScore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The detector {@code patchcore}. */
public final class PatchCore implements Detector<PatchCoreSettings> {
    private final BackboneSource source;

    public PatchCore() {
        this(BackboneSource.KNOWN);
    }

    PatchCore(BackboneSource source) {
        this.source = source;
    }

    @Override
    public String name() {
        return "patchcore";
    }

    @Override
    public String title() {
        return "PatchCore";
    }

    @Override
    public String description() {
        return "Remembers the features that a pretrained network gives patches of good images; a patch is as anomalous as"
                + " it is far from all of them. No gradient is computed. Roth et al., CVPR 2022, arXiv 2106.08265.";
    }

    @Override
    public Class<PatchCoreSettings> settingsType() {
        return PatchCoreSettings.class;
    }

    @Override
    public Map<String, PatchCoreSettings> presets() {
        Map<String, PatchCoreSettings> presets = new LinkedHashMap<>();
        presets.put("lite", lite(320));
        presets.put("paper", paper());
        presets.put("quick", lite(256));
        return presets;
    }

    @Override
    public String presetHelp(String preset) {
        return switch (preset) {
            case "lite" ->
                "EfficientNet-Lite0 on images of 320, 128,000 patches to choose from: about a minute on two"
                        + " cores for a category of MVTec AD.";
            case "paper" ->
                "As the authors' code with Wide-ResNet-50 (resize 256, crop 224, 10 %): a few seconds an image at most on"
                        + " two cores and 2 to 2.5 GB of memory for a category of MVTec AD; a GPU is worth it.";
            case "quick" ->
                "EfficientNet-Lite0 on images of 256, for a first look: less than half a minute on two cores for a"
                        + " hundred images; small defects are missed more often.";
            default -> throw new IllegalArgumentException("no preset " + preset);
        };
    }

    @Override
    public Extension extension() {
        return Extension.none("it visits every training image once and selects patches; there is no more to do");
    }

    @Override
    public Optional<Effort> effort() {
        return Optional.of(new Effort(
                "",
                Effort.Images.MORE,
                List.of(
                        "backbone",
                        "layers",
                        "imageSize",
                        "resize",
                        "neighbourhood",
                        "layerDimensions",
                        "dimensions",
                        "coreset",
                        "poolPatches",
                        "projection",
                        "neighbours",
                        "distance",
                        "imageScore")));
    }

    @Override
    public Training train(TrainingInput input, PatchCoreSettings settings) {
        TrainingInput split = input.holdingOut(settings.validationShare());
        return new PatchCoreTraining(split, settings, source, MemoryEstimate::available);
    }

    @Override
    public List<Path> validation(TrainingInput input, PatchCoreSettings settings) {
        return input.holdingOut(settings.validationShare()).validationGood();
    }

    @Override
    public Scorer scorer(CheckpointState state, PatchCoreSettings settings, Compute compute) {
        return new PatchCoreScorer(state, settings, compute, source);
    }

    private static PatchCoreSettings lite(int imageSize) {
        return new PatchCoreSettings(
                "efficientnet-lite0",
                "blocks.4,blocks.10",
                imageSize,
                0,
                CropBorder.REPEAT,
                3,
                0,
                0,
                0.01,
                128_000,
                0,
                1,
                Distance.EUCLIDEAN,
                ImageScore.MAX,
                9,
                4,
                0);
    }

    /** The first configuration of the authors' {@code sample_training.sh}: image AUROC 0.992 on MVTec AD by their count. */
    private static PatchCoreSettings paper() {
        return new PatchCoreSettings(
                "wide-resnet-50-2",
                "layer2,layer3",
                224,
                256,
                CropBorder.REPEAT,
                3,
                1024,
                1024,
                0.1,
                0,
                128,
                1,
                Distance.SQUARED,
                ImageScore.AMAZON,
                9,
                4,
                0);
    }
}
