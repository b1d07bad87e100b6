package io.loupe.detectors.vtadl;

import io.loupe.detectors.settings.ChoiceHelp;
import io.loupe.detectors.settings.Setting;

/** What can be set of the variational loss. */
public record VaeSettings(
        @Setting(help = "What the likelihood in the VAE loss is the likelihood of.")
        Reading reading,

        @Setting(help = "Weight of the Kullback-Leibler divergence once warmed up.", min = 0, max = 1000)
        double beta,

        @Setting(help = "Share of all steps over which beta rises from 0.", min = 0, max = 1)
        double warmUp,

        @Setting(help = "How the terms of reading mdn-ll are normalised.")
        Normalisation normalisation) {

    /** What the likelihood in the VAE loss is the likelihood of. */
    public enum Reading {
        @ChoiceHelp("The mixture's likelihood of the sampled patch vectors")
        MDN_LL,
        @ChoiceHelp("The image's likelihood given the sampled patch vectors; the mixture is trained beside it")
        ELBO
    }

    /** How the terms of {@link Reading#MDN_LL} are normalised. */
    public enum Normalisation {
        @ChoiceHelp("Mean over patches and dimensions")
        MEAN,
        @ChoiceHelp("Sum over patches and dimensions, as the original loss has it")
        SUM
    }
}
