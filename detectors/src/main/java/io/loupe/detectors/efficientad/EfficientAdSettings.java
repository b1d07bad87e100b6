package io.loupe.detectors.efficientad;

import io.loupe.detectors.settings.ChoiceHelp;
import io.loupe.detectors.settings.OnlyWith;
import io.loupe.detectors.settings.Reach;
import io.loupe.detectors.settings.Setting;

/** What can be set of EfficientAD; the switches of the paper's ablation are among them. */
public record EfficientAdSettings(
        @Setting(
                help = "Which patch description network; the teacher has to be one of the same size.",
                reach = Reach.BEGINNING)
        PdnSize size,

        @Setting(
                help =
                        "Name of the frozen teacher's weights: efficientad-teacher-small and efficientad-teacher-medium are"
                                + " the published ones, or one that pdn-distillation made here.",
                suggest = Setting.WEIGHTS,
                reach = Reach.BEGINNING)
        String teacher,

        @Setting(
                help = "Width that images are resized to. The paper has 256; time and memory of a step grow with the"
                        + " area.",
                unit = "px",
                min = Geometry.SMALLEST,
                max = 2048,
                reach = Reach.BEGINNING)
        int imageWidth,

        @Setting(
                help = "Height that images are resized to.",
                unit = "px",
                min = Geometry.SMALLEST,
                max = 2048,
                reach = Reach.BEGINNING)
        int imageHeight,

        @Setting(
                help =
                        "Whether convolutions pad with zeros. The published results do without; with it the map covers the"
                                + " whole image and its border is less reliable.",
                reach = Reach.BEGINNING)
        boolean padding,

        @Setting(
                help = "What the map shows in the outer 16 pixels of the resized image, where without padding no output"
                        + " looks.",
                reach = Reach.SCORING)
        Frame frame,

        @Setting(
                help = "Steps of training; the learning rate falls to a tenth after 95 % of them.",
                min = 1,
                max = 10_000_000)
        int steps,

        @Setting(
                help = "Images in a step. The paper has 1; with more, the hard feature loss still chooses within each"
                        + " image.",
                min = 1,
                max = 256)
        int batchSize,

        @Setting(help = "Step size of Adam.", min = 0, minExclusive = true, max = 1)
        double learningRate,

        @Setting(help = "Weight decay of Adam, added to the gradient.", min = 0, max = 1)
        double weightDecay,

        @Setting(
                help = "Share of the student's errors that the hard feature loss leaves out: 0.999 trains on the"
                        + " largest thousandth, 0 on the plain mean. Without it the paper loses 0.7 points of AUROC.",
                min = 0,
                max = 0.999999)
        double hardQuantile,

        @Setting(
                help = "Folder on the worker with any pictures, ImageNet's training images in the paper, on which the"
                        + " student is kept from imitating the teacher. Empty for none: that costs 0.4 points of mean"
                        + " AUROC in the paper, and several on scenes such as MVTec LOCO's.",
                reach = Reach.BEGINNING)
        String penaltyImages,

        @Setting(
                help = "Whether the autoencoder is trained and scored. Without it logical anomalies, such as a missing"
                        + " part, are hardly found.",
                reach = Reach.BEGINNING)
        boolean autoencoder,

        @Setting(help = "Share of the autoencoder's inner values that are dropped while training.", min = 0, max = 0.9)
        double dropout,

        @Setting(
                help =
                        "How the two maps are brought to one scale, from good validation images. With gaussian in place of"
                                + " quantiles the paper loses 0.7 points of AUROC.")
        MapNormalisation mapNormalisation,

        @Setting(help = "Quantile of validation pixels that becomes 0.", min = 0, max = 1)
        double lowerQuantile,

        @Setting(help = "Quantile of validation pixels that becomes 0.1.", min = 0, max = 1)
        double upperQuantile,

        @Setting(
                help = "Share of the good training images held out for the maps' scale, chosen by their content and the"
                        + " seed; only when the dataset has no validation images.",
                min = 0.01,
                max = 0.5,
                reach = Reach.BEGINNING)
        double validationShare,

        @Setting(
                help = "What convolutions compute with. Weights, statistics and losses are float32 in any case.",
                reach = Reach.BEGINNING)
        Precision precision,

        @Setting(
                help =
                        "How much of the teacher's outputs on training images is kept in a temporary file, so that a step"
                                + " need not compute them: 4.6 MiB an image of 256 pixels. Changes no result.",
                unit = "MiB",
                min = 0,
                max = 1_000_000)
        int teacherCache) {

    /** What the map shows where without padding no output looks. */
    public enum Frame {
        @ChoiceHelp("0 on the normalised scale, above nine of ten good pixels: as in the code that reproduced the"
                + " published AU-PRO")
        ZERO_NORMALISED,
        @ChoiceHelp("What an error of 0 is on the normalised scale, below all others: close to anomalib")
        LOWEST,
        @ChoiceHelp("The nearest output is repeated outward")
        EDGE,
        @ChoiceHelp(
                "Images are mirrored by 16 pixels for teacher and student, so the whole image has outputs; a quarter"
                        + " more work")
        @OnlyWith(setting = "padding", value = "false")
        REFLECT
    }

    /** How the maps of student and autoencoder are brought to one scale. */
    public enum MapNormalisation {
        @ChoiceHelp("The paper's: two quantiles become 0 and 0.1")
        QUANTILES,
        @ChoiceHelp("Mean 0 and standard deviation 1, the alternative of the paper's ablation")
        GAUSSIAN,
        @ChoiceHelp("Raw squared errors are averaged")
        NONE
    }

    public EfficientAdSettings {
        if (padding && frame == Frame.REFLECT) {
            throw new IllegalArgumentException("frame reflect needs padding false: with padding there is no frame");
        }
        if (lowerQuantile >= upperQuantile) {
            throw new IllegalArgumentException(
                    "lowerQuantile " + lowerQuantile + " is not below upperQuantile " + upperQuantile);
        }
        if (teacher.isBlank()) {
            throw new IllegalArgumentException(
                    "teacher is empty; name the teacher's weights, such as " + TeacherFile.published(size));
        }
    }

    Geometry rows() {
        return Geometry.of(imageHeight, padding, frame);
    }

    Geometry columns() {
        return Geometry.of(imageWidth, padding, frame);
    }
}
