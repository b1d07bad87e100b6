package io.loupe.detectors.patchcore;

import io.loupe.detectors.settings.ChoiceHelp;
import io.loupe.detectors.settings.Reach;
import io.loupe.detectors.settings.Setting;

/** What can be set of PatchCore; sources are those of the detector's description. */
public record PatchCoreSettings(
        @Setting(
                help = "The pretrained network that describes patches, such as wide-resnet-50-2. Several, separated by"
                        + " commas, make an ensemble (PatchCore-Ens), each with a bank of its own.",
                reach = Reach.BEGINNING)
        String backbone,

        @Setting(
                help = "The network's layers whose outputs are taken, from the finest to the coarsest, separated by"
                        + " commas: layer2,layer3. In an ensemble either once for all, or for each backbone, separated"
                        + " by semicolons.",
                reach = Reach.BEGINNING)
        String layers,

        @Setting(
                help = "Side of the square the network sees. Time and memory grow with its square.",
                unit = "px",
                min = 32,
                max = 1024,
                reach = Reach.BEGINNING)
        int imageSize,

        @Setting(
                help =
                        "Side the image is resized to before the centre of imageSize is cut out; 0 for no cut. Images are"
                                + " made square, whatever their form.",
                unit = "px",
                min = 0,
                max = 2048,
                reach = Reach.BEGINNING)
        int resize,

        @Setting(help = "What the map shows where the image was cut off.", reach = Reach.SCORING)
        CropBorder cropBorder,

        @Setting(
                help = "Side of the square of feature positions that describes a patch; an odd number.",
                min = 1,
                max = 9,
                allowed = {1, 3, 5, 7, 9},
                reach = Reach.BEGINNING)
        int neighbourhood,

        @Setting(
                help =
                        "Numbers that each layer's neighbourhoods are averaged to, as in the authors' code (1024); 0 takes"
                                + " the mean of the neighbourhood, one number a channel.",
                min = 0,
                max = 4096,
                reach = Reach.BEGINNING)
        int layerDimensions,

        @Setting(
                help =
                        "Numbers that the layers together are averaged to, as in the authors' code (1024, ensembles 384);"
                                + " 0 for all of them side by side.",
                min = 0,
                max = 4096,
                reach = Reach.BEGINNING)
        int dimensions,

        @Setting(
                help = "Share of all patches of the training images that the bank keeps. Scores with different shares"
                        + " cannot be compared.",
                min = 0,
                minExclusive = true,
                max = 1,
                reach = Reach.BEGINNING)
        double coreset,

        @Setting(
                help =
                        "Patches that the bank is chosen from, drawn evenly from all; 0 for all. Fewer cost less memory and"
                                + " time, and much accuracy: with 20,000 instead of 128,000 of MVTec AD's screw, 0.92 fell to 0.77.",
                min = 0,
                max = 16_777_216,
                reach = Reach.BEGINNING)
        int poolPatches,

        @Setting(
                help =
                        "Numbers that patches are projected to, at random, for choosing the bank only; 0 for no projection."
                                + " The authors have 128.",
                min = 0,
                max = 4096,
                reach = Reach.BEGINNING)
        int projection,

        @Setting(
                help = "Nearest entries of the bank whose mean distance is a patch's score.",
                min = 1,
                max = 64,
                reach = Reach.SCORING)
        int neighbours,

        @Setting(help = "How the distance between patches is measured.", reach = Reach.SCORING)
        Distance distance,

        @Setting(help = "What the score of an image is.", reach = Reach.SCORING)
        ImageScore imageScore,

        @Setting(
                help =
                        "Entries of the bank around the matched one that the paper's image score weighs with (b); used only"
                                + " by paper.",
                min = 2,
                max = 64,
                reach = Reach.SCORING)
        int reweightNeighbours,

        @Setting(
                help =
                        "Standard deviation of the Gaussian that smooths the map, in pixels of imageSize; 0 for none. The"
                                + " authors have 4 at every size.",
                unit = "px",
                min = 0,
                max = 64,
                reach = Reach.SCORING)
        double smoothing,

        @Setting(
                help = "Share of the good training images held out, chosen by their content and the seed, to find"
                        + " thresholds for use on; only when the dataset has no validation images. 0 learns from all and"
                        + " has no thresholds, as published.",
                min = 0,
                max = 0.5,
                reach = Reach.BEGINNING)
        double validationShare) {

    /** What the map shows where the image was cut off. */
    public enum CropBorder {
        @ChoiceHelp("The nearest score inside")
        REPEAT,
        @ChoiceHelp("0: never anomalous")
        ZERO
    }

    /** How the distance between patches is measured. */
    public enum Distance {
        @ChoiceHelp("The paper's: the length of the difference")
        EUCLIDEAN,
        @ChoiceHelp("The square of it, which the authors' code averages and smooths")
        SQUARED
    }

    /** What the score of an image is. */
    public enum ImageScore {
        @ChoiceHelp("The map's largest value, after smoothing")
        MAX,
        @ChoiceHelp("The paper's equation 7: the largest distance, less where the matched entry is itself remote")
        PAPER,
        @ChoiceHelp("The authors' code: the largest patch score, before smoothing")
        AMAZON
    }

    public PatchCoreSettings {
        Member.parse(backbone, layers).forEach(Member::requireKnown);
        if (resize != 0 && resize < imageSize) {
            throw new IllegalArgumentException("resize " + resize + " is smaller than imageSize " + imageSize
                    + "; use 0 or at least " + imageSize);
        }
        if (resize != 0 && (resize - imageSize) % 2 != 0) {
            throw new IllegalArgumentException("resize " + resize + " less imageSize " + imageSize
                    + " is odd, so the centre is between pixels; change one of them by 1");
        }
    }
}
