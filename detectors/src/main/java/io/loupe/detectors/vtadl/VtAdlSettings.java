package io.loupe.detectors.vtadl;

import io.loupe.detectors.settings.ChoiceHelp;
import io.loupe.detectors.settings.OnlyWith;
import io.loupe.detectors.settings.Reach;
import io.loupe.detectors.settings.Setting;

/** What can be set of VT-ADL; symbols and sources are those of the detector's description. */
public record VtAdlSettings(
        @Setting(
                help = "Training loss: the original one, or the one that replaces similarity by a variational"
                        + " autoencoder's terms.")
        Loss loss,

        @Setting(help = "The variational loss; used only by mse-vae.")
        VaeSettings vae,

        @Setting(
                help = "Components of the Gaussian mixture. The paper has 150, the authors' code 10; memory and time of"
                        + " a step grow with it.",
                min = 1,
                max = 1000,
                reach = Reach.BEGINNING)
        int gaussians,

        @Setting(help = "How a patch's density is computed from the mixture.")
        Likelihood likelihood,

        @Setting(help = "What the variance of a component may be.")
        Variance variance,

        @Setting(help = "Whether the known slips of the authors' code are reproduced or mended.")
        Mode mode,

        @Setting(
                help = "Side of the square the image is resized to; it is cut into 8 x 8 patches, so 512 means patches"
                        + " of 64.",
                unit = "px",
                min = 128,
                max = 512,
                allowed = {128, 256, 512},
                reach = Reach.BEGINNING)
        int imageSize,

        @Setting(help = "Whether the border is cut off before training and scoring.", reach = Reach.BEGINNING)
        Crop crop,

        @Setting(help = "Passes over the training images.", min = 1, max = 100_000)
        int epochs,

        @Setting(help = "Images in a step; the last step of an epoch may have fewer.", min = 1, max = 256)
        int batchSize,

        @Setting(help = "Step size of Adam.", min = 0, minExclusive = true, max = 1)
        double learningRate,

        @Setting(help = "Weight decay of Adam, added to the gradient.", min = 0, max = 1)
        double weightDecay,

        @Setting(
                help = "Standard deviation of the noise on patch vectors during training; the original loss only, the"
                        + " variational one has its own.",
                min = 0,
                max = 10)
        double noise,

        @Setting(help = "Weight of the mean squared error.", min = 0, max = 1000)
        double mseWeight,

        @Setting(help = "Weight of the structural similarity in the original loss.", min = 0, max = 1000)
        double ssimWeight,

        @Setting(help = "Weight of the mixture's negative log-likelihood.", min = 0, max = 1000)
        double densityWeight,

        @Setting(help = "What a patch's anomaly score is.", reach = Reach.SCORING)
        MapScore map,

        @Setting(help = "Whether a patch's score is set in relation to what is usual at its place in good images.")
        Calibration calibration,

        @Setting(
                help = "Share of the good training images held out, chosen by their content and the seed, to find"
                        + " thresholds for use on; only when the dataset has no validation images. 0 learns from all and"
                        + " has no thresholds, as published.",
                min = 0,
                max = 0.5,
                reach = Reach.BEGINNING)
        double validationShare,

        @Setting(help = "Size of the transformer.") NetworkSettings network) {

    /** What training minimises. */
    public enum Loss {
        @ChoiceHelp("Original: squared error, structural similarity and the mixture's log-likelihood")
        MSE_SSIM_LL,
        @ChoiceHelp("Squared error and the VAE loss: Kullback-Leibler divergence and log-likelihood")
        MSE_VAE
    }

    /** How a patch's density is computed from the mixture. */
    public enum Likelihood {
        @ChoiceHelp("The authors': mean of the components' negative log densities, an upper bound")
        JENSEN,
        @ChoiceHelp("Negative log of the mixture's density")
        EXACT
    }

    /** What the variance of a component may be. */
    public enum Variance {
        @ChoiceHelp("The authors': the log variance is a softplus, so no variance is below 1")
        AT_LEAST_ONE,
        @ChoiceHelp("The log variance is unconstrained between -8 and 8")
        FREE
    }

    /** Whether the known slips of the authors' code are reproduced. */
    public enum Mode {
        @ChoiceHelp("As the authors' code: mixture gradients accumulate over all steps, squash has no epsilon, the"
                + " image score adds the reconstruction terms")
        FAITHFUL,
        @ChoiceHelp("Gradients are cleared every step, squash has an epsilon, the image score is the map's maximum")
        CORRECTED
    }

    /** Whether the border is cut off. */
    public enum Crop {
        @ChoiceHelp("Resize the whole image; the map covers all of it")
        NONE,
        @ChoiceHelp("The authors': resize to 550/512 of the size, then cut the centre out; the map's border is repeated"
                + " outward")
        CENTRE
    }

    /** What a patch's anomaly score is. */
    public enum MapScore {
        @ChoiceHelp("The mixture's negative log-likelihood")
        NLL,
        @ChoiceHelp("That plus beta times the patch's Kullback-Leibler divergence; mse-vae only")
        @OnlyWith(setting = "loss", value = "mse-vae")
        NLL_KL
    }

    /** Whether a patch's score is set in relation to what is usual at its place. */
    public enum Calibration {
        @ChoiceHelp("The authors': scores as they are")
        NONE,
        @ChoiceHelp(
                "Minus the mean, over the deviation of the position's scores on the training images, gathered in the"
                        + " last epoch; for parts that always lie the same way")
        POSITION
    }
}
