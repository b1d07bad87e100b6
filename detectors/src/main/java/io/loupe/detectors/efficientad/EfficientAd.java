package io.loupe.detectors.efficientad;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Detector;
import io.loupe.detectors.Effort;
import io.loupe.detectors.Extension;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.efficientad.EfficientAdSettings.Frame;
import io.loupe.detectors.efficientad.EfficientAdSettings.MapNormalisation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The detector {@code efficientad}. */
public final class EfficientAd implements Detector<EfficientAdSettings> {
    @Override
    public String name() {
        return "efficientad";
    }

    @Override
    public String title() {
        return "EfficientAD";
    }

    @Override
    public String description() {
        return "A student network that imitates a small frozen teacher on good images, and an autoencoder for how their"
                + " parts belong together; the map shows where they disagree. Batzner et al., WACV 2024, arXiv"
                + " 2303.14535.";
    }

    @Override
    public Class<EfficientAdSettings> settingsType() {
        return EfficientAdSettings.class;
    }

    @Override
    public Map<String, EfficientAdSettings> presets() {
        Map<String, EfficientAdSettings> presets = new LinkedHashMap<>();
        presets.put("paper-s", preset(PdnSize.SMALL, 70_000, 1e-4, 0.999, Precision.FLOAT32));
        presets.put("paper-m", preset(PdnSize.MEDIUM, 70_000, 1e-4, 0.999, Precision.FLOAT32));
        presets.put("quick", preset(PdnSize.SMALL, 1_000, 1e-3, 0, Precision.AUTO));
        return presets;
    }

    @Override
    public String presetHelp(String preset) {
        return switch (preset) {
            case "paper-s" ->
                "EfficientAD-S as published: 70,000 steps of one image of 256 pixels, 20 minutes on the authors' GPU, days on"
                        + " a few cores. Name a folder in penaltyImages for the published accuracy.";
            case "paper-m" ->
                "EfficientAD-M as published: slightly more accurate, two to three times the work of paper-s.";
            case "quick" ->
                "EfficientAD-S with 1,000 steps at ten times the learning rate, on the mean of all errors: the hard loss of the"
                        + " paper needs far more steps. A first look, about half an hour on two cores, clearly less"
                        + " accurate.";
            default -> throw new IllegalArgumentException("no preset " + preset);
        };
    }

    @Override
    public Extension extension() {
        return Extension.none(
                "its learning rate falls to a tenth at 95 % of the steps, so a longer training is another one"
                        + " from there on");
    }

    @Override
    public Optional<Effort> effort() {
        return Optional.of(new Effort(
                "steps",
                Effort.Images.NONE,
                List.of(
                        "size",
                        "imageWidth",
                        "imageHeight",
                        "padding",
                        "frame",
                        "batchSize",
                        "hardQuantile",
                        "penaltyImages",
                        "autoencoder",
                        "precision")));
    }

    @Override
    public Training train(TrainingInput input, EfficientAdSettings settings) {
        return new EfficientAdTraining(input, settings);
    }

    @Override
    public EfficientAdScorer scorer(CheckpointState state, EfficientAdSettings settings, Compute compute) {
        return new EfficientAdScorer(state, settings, compute);
    }

    @Override
    public List<Path> validation(TrainingInput input, EfficientAdSettings settings) {
        return ValidationSplit.of(input, settings.validationShare()).validation();
    }

    private static EfficientAdSettings preset(
            PdnSize size, int steps, double learningRate, double hardQuantile, Precision precision) {
        return new EfficientAdSettings(
                size,
                TeacherFile.published(size),
                256,
                256,
                false,
                Frame.ZERO_NORMALISED,
                steps,
                1,
                learningRate,
                1e-5,
                hardQuantile,
                "",
                true,
                0.2,
                MapNormalisation.QUANTILES,
                0.9,
                0.995,
                0.1,
                precision,
                4096);
    }
}
