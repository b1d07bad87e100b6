package io.loupe.detectors.vtadl;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.Compute;
import io.loupe.detectors.Detector;
import io.loupe.detectors.Effort;
import io.loupe.detectors.Extension;
import io.loupe.detectors.Scorer;
import io.loupe.detectors.Training;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.vtadl.VtAdlSettings.Calibration;
import io.loupe.detectors.vtadl.VtAdlSettings.Crop;
import io.loupe.detectors.vtadl.VtAdlSettings.Likelihood;
import io.loupe.detectors.vtadl.VtAdlSettings.Loss;
import io.loupe.detectors.vtadl.VtAdlSettings.MapScore;
import io.loupe.detectors.vtadl.VtAdlSettings.Mode;
import io.loupe.detectors.vtadl.VtAdlSettings.Variance;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The detector {@code vt-adl}. */
public final class VtAdl implements Detector<VtAdlSettings> {
    private static final VaeSettings VAE =
            new VaeSettings(VaeSettings.Reading.MDN_LL, 0.1, 0.05, VaeSettings.Normalisation.MEAN);

    @Override
    public String name() {
        return "vt-adl";
    }

    @Override
    public String title() {
        return "VT-ADL";
    }

    @Override
    public String description() {
        return "A vision transformer with a reconstructing decoder and a Gaussian mixture density network over its patch"
                + " vectors; the map shows how unlikely each patch is. Mishra et al., ISIE 2021, arXiv 2104.10036.";
    }

    @Override
    public Class<VtAdlSettings> settingsType() {
        return VtAdlSettings.class;
    }

    @Override
    public Map<String, VtAdlSettings> presets() {
        Map<String, VtAdlSettings> presets = new LinkedHashMap<>();
        presets.put("paper", paper());
        presets.put("quick", quick());
        return presets;
    }

    @Override
    public String presetHelp(String preset) {
        return switch (preset) {
            case "paper" -> "As published: images of 512, patches of 64, 150 Gaussians, 400 epochs. Days on a CPU.";
            case "quick" -> "A small network on images of 128 and few epochs: about a minute on two cores.";
            default -> throw new IllegalArgumentException("no preset " + preset);
        };
    }

    @Override
    public Extension extension() {
        return Extension.by(
                "epochs",
                new Extension.Obstacle(
                        "vae.warmUp",
                        "0",
                        "loss",
                        "mse-vae",
                        "the divergence's weight rises over a share of all steps (vae.warmUp), so a longer training is"
                                + " another one from its first step on"));
    }

    @Override
    public Optional<Effort> effort() {
        return Optional.of(new Effort(
                "epochs",
                Effort.Images.PROPORTIONAL,
                List.of(
                        "loss",
                        "vae.reading",
                        "gaussians",
                        "likelihood",
                        "mode",
                        "imageSize",
                        "crop",
                        "batchSize",
                        "calibration",
                        "network")));
    }

    @Override
    public Training train(TrainingInput input, VtAdlSettings settings) {
        return new VtAdlTraining(input.holdingOut(settings.validationShare()), settings);
    }

    @Override
    public List<Path> validation(TrainingInput input, VtAdlSettings settings) {
        return input.holdingOut(settings.validationShare()).validationGood();
    }

    @Override
    public Scorer scorer(CheckpointState state, VtAdlSettings settings, Compute compute) {
        return new VtAdlScorer(state, settings, compute);
    }

    /** The paper's settings; where the code differs (10 Gaussians), the paper's. */
    private static VtAdlSettings paper() {
        return new VtAdlSettings(
                Loss.MSE_SSIM_LL,
                VAE,
                150,
                Likelihood.JENSEN,
                Variance.AT_LEAST_ONE,
                Mode.FAITHFUL,
                512,
                Crop.CENTRE,
                400,
                8,
                1e-4,
                1e-4,
                0.2,
                5,
                0.5,
                1,
                MapScore.NLL,
                Calibration.NONE,
                0,
                new NetworkSettings(512, 6, 8, 64, 1024));
    }

    private static VtAdlSettings quick() {
        return new VtAdlSettings(
                Loss.MSE_SSIM_LL,
                VAE,
                10,
                Likelihood.EXACT,
                Variance.AT_LEAST_ONE,
                Mode.CORRECTED,
                128,
                Crop.NONE,
                30,
                8,
                1e-3,
                1e-4,
                0.2,
                5,
                0.5,
                1,
                MapScore.NLL,
                Calibration.POSITION,
                0,
                new NetworkSettings(128, 4, 4, 32, 256));
    }
}
