package io.loupe.detectors.backbone;

import io.loupe.detectors.backbone.Convolution.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * EfficientNet-Lite0: EfficientNet (Tan and Le, arXiv 1905.11946) without squeeze-and-excitation and with ReLU6, its
 * blocks as in TensorFlow's efficientnet/lite; names as in the Python package efficientnet_lite_pytorch.
 *
 * <p>Padding is TensorFlow's for every size. The package pads for its nominal 224 pixels unless told otherwise: the same
 * for sizes that 32 divides.
 */
final class EfficientNetLite {
    private static final int CLASSES = 1000;
    private static final int STEM = 32;
    private static final int HEAD = 1280;

    /** Blocks, kernel, stride of the first block, expansion, channels. */
    private static final int[][] STAGES = {
        {1, 3, 1, 1, 16},
        {2, 3, 2, 6, 24},
        {2, 5, 2, 6, 40},
        {3, 3, 2, 6, 80},
        {3, 5, 1, 6, 112},
        {4, 5, 2, 6, 192},
        {1, 3, 1, 6, 320},
    };

    private EfficientNetLite() {}

    static Architecture lite0() {
        List<Layer> layers = new ArrayList<>();
        int inputs = STEM;
        for (int[] stage : STAGES) {
            for (int i = 0; i < stage[0]; i++) {
                int stride = i == 0 ? stage[2] : 1;
                int index = layers.size();
                layers.add(
                        new Layer("blocks." + index, List.of(block("_blocks." + index + ".", inputs, stage, stride))));
                inputs = stage[4];
            }
        }
        // Pixels of 0 to 255 become (x - 127) / 128.
        double[] scale = {255 / 128.0, 255 / 128.0, 255 / 128.0};
        double[] shift = {-127 / 128.0, -127 / 128.0, -127 / 128.0};
        long head = (long) inputs * HEAD + 2 * HEAD + (HEAD + 1L) * CLASSES;
        Convolution stem = convolution("_conv_stem", "_bn0", 3, STEM, 3, 2, 1, Activation.RELU6);
        return new Architecture("efficientnet-lite0", scale, shift, 1e-3, stem, false, layers, head);
    }

    private static Block block(String place, int inputs, int[] stage, int stride) {
        int kernel = stage[1];
        int inside = inputs * stage[3];
        int outputs = stage[4];
        List<Convolution> path = new ArrayList<>();
        if (inside != inputs) {
            path.add(convolution(place + "_expand_conv", place + "_bn0", inputs, inside, 1, 1, 1, Activation.RELU6));
        }
        path.add(convolution(
                place + "_depthwise_conv", place + "_bn1", inside, inside, kernel, stride, inside, Activation.RELU6));
        path.add(convolution(place + "_project_conv", place + "_bn2", inside, outputs, 1, 1, 1, Activation.NONE));
        return new Block(path, stride == 1 && inputs == outputs, Optional.empty(), Activation.NONE);
    }

    private static Convolution convolution(
            String weight,
            String norm,
            int inputs,
            int outputs,
            int kernel,
            int stride,
            int groups,
            Activation activation) {
        return new Convolution(weight, norm, inputs, outputs, kernel, stride, groups, Padding.SAME, activation);
    }
}
