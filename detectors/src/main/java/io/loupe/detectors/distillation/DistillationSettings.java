package io.loupe.detectors.distillation;

import io.loupe.detectors.backbone.Backbones;
import io.loupe.detectors.efficientad.PdnSize;
import io.loupe.detectors.efficientad.Precision;
import io.loupe.detectors.settings.ChoiceHelp;
import io.loupe.detectors.settings.Reach;
import io.loupe.detectors.settings.Setting;
import io.loupe.detectors.weights.WeightsCatalogue;
import java.util.Arrays;
import java.util.List;

/** What can be set of a distillation. */
public record DistillationSettings(
        @Setting(
                help = "The pretrained network whose features the teacher learns to give. Its weights have to be on the"
                        + " worker.",
                reach = Reach.BEGINNING)
        TargetNetwork backbone,

        @Setting(
                help =
                        "The backbone's layers whose outputs are taken, from the finest to the coarsest, separated by commas;"
                                + " the finest decides how many positions there are. Empty for layer2,layer3, or"
                                + " blocks.4,blocks.10 of EfficientNet-Lite0.",
                reach = Reach.BEGINNING)
        String layers,

        @Setting(
                help = "Which patch description network is trained; EfficientAD of the same size can use it.",
                reach = Reach.BEGINNING)
        PdnSize size,

        @Setting(
                help = "Folder on the worker with any pictures, ImageNet's training images in the paper. Empty for the"
                        + " category's good training images: a teacher that has seen little else knows little else.",
                reach = Reach.BEGINNING)
        String images,

        @Setting(
                help = "Side of the square image that the trained network sees. It works on other sizes afterwards; 256"
                        + " is what EfficientAD is published with.",
                unit = "px",
                min = 64,
                max = 1024,
                reach = Reach.BEGINNING)
        int imageSize,

        @Setting(
                help =
                        "Side of the square image that the backbone sees: twice imageSize, as its finest layer has an eighth"
                                + " of the resolution where the trained network has a quarter.",
                unit = "px",
                min = 64,
                max = 2048,
                reach = Reach.BEGINNING)
        int backboneSize,

        @Setting(help = "Images in a step.", min = 1, max = 256)
        int batchSize,

        @Setting(
                help =
                        "Images of a step that go through the trained network at once; their gradients are summed, so that"
                                + " only rounding depends on it. Fewer need less memory. 0 for one on a processor, which is as fast"
                                + " with it, and all of a step on a GPU.",
                min = 0,
                max = 256)
        int microBatch,

        @Setting(help = "What happens when a step finds too little memory on the device.")
        OutOfMemory outOfMemory,

        @Setting(help = "Steps of training.", min = 1, max = 10_000_000)
        int steps,

        @Setting(help = "Step size of Adam; it stays the same to the end.", min = 0, minExclusive = true, max = 1)
        double learningRate,

        @Setting(help = "Weight decay of Adam, added to the gradient.", min = 0, max = 1)
        double weightDecay,

        @Setting(help = "Share of the images that are made grey, at random and for both networks.", min = 0, max = 1)
        double greyShare,

        @Setting(
                help = "Training images over which each feature's mean and standard deviation are taken before the"
                        + " training; at most all of them.",
                min = 1,
                max = 10_000_000,
                reach = Reach.BEGINNING)
        int statisticsImages,

        @Setting(
                help = "Images that are held out to measure how well the features are met; at most a tenth of them all,"
                        + " at least one.",
                min = 1,
                max = 1_000_000,
                reach = Reach.BEGINNING)
        int heldOutImages,

        @Setting(
                help =
                        "What the trained network's convolutions compute with. Weights, features and the loss are float32"
                                + " in any case.",
                reach = Reach.BEGINNING)
        Precision precision,

        @Setting(
                help =
                        "How much of the backbone's features is kept in a temporary file, so that a step need not compute"
                                + " them: 6 MiB an image of 256 pixels. Of use only with few images. Changes no result.",
                unit = "MiB",
                min = 0,
                max = 1_000_000)
        int featureCache,

        @Setting(
                help =
                        "What the weights shall be called, for settings that ask for a teacher. If another trial's weights"
                                + " have the name, this trial's id is added. Empty for one made of the trial's id.")
        String name) {
    /** What happens when a step finds too little memory. */
    public enum OutOfMemory {
        @ChoiceHelp("The trial stops and waits for a person")
        FAIL,
        @ChoiceHelp("The step is done again with half as many images at once, down to one; the weights then depend on"
                + " where that happened, by rounding")
        SMALLER_PASSES
    }

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,89}";

    public DistillationSettings {
        Backbones.requireInOrder(backbone.backbone(), layers(layers, backbone));
        if (!name.isEmpty() && !name.matches(NAME)) {
            throw new IllegalArgumentException("name \"" + name
                    + "\" is none that weights can have: up to 90 letters, digits, dots, dashes and underscores, the"
                    + " first a letter or digit");
        }
        if (WeightsCatalogue.find(name).isPresent()) {
            throw new IllegalArgumentException(
                    "name " + name + " stands for weights that others published; choose another");
        }
    }

    /** The layers meant, the finest first. */
    List<String> layerNames() {
        return layers(layers, backbone);
    }

    private static List<String> layers(String text, TargetNetwork backbone) {
        return text.isBlank()
                ? backbone.usualLayers()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
}
