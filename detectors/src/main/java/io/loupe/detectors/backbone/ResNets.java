package io.loupe.detectors.backbone;

import io.loupe.detectors.backbone.Convolution.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * He et al., arXiv 1512.03385, and Zagoruyko and Komodakis, arXiv 1605.07146; names and strides as in torchvision, which
 * halves resolution in the 3 x 3 convolution of a bottleneck.
 */
final class ResNets {
    /** ImageNet's mean and standard deviation of channels in [0, 1]. */
    private static final double[] MEAN = {0.485, 0.456, 0.406};

    private static final double[] DEVIATION = {0.229, 0.224, 0.225};
    private static final int CLASSES = 1000;
    private static final int STEM = 64;

    private ResNets() {}

    static Architecture resNet18() {
        return architecture("resnet-18", List.of(2, 2, 2, 2), 1, 1);
    }

    static Architecture wideResNet50() {
        return architecture("wide-resnet-50-2", List.of(3, 4, 6, 3), 4, 2);
    }

    static Architecture wideResNet101() {
        return architecture("wide-resnet-101-2", List.of(3, 4, 23, 3), 4, 2);
    }

    /**
     * @param counts blocks of each layer
     * @param expansion channels of a layer over those of its first convolution; 1 means blocks of two convolutions
     * @param width how much wider a bottleneck's inside is
     */
    private static Architecture architecture(String name, List<Integer> counts, int expansion, int width) {
        List<Layer> layers = new ArrayList<>();
        int inputs = STEM;
        for (int i = 0; i < counts.size(); i++) {
            int planes = STEM << i;
            List<Block> blocks = new ArrayList<>();
            for (int j = 0; j < counts.get(i); j++) {
                String place = "layer" + (i + 1) + "." + j + ".";
                int stride = i > 0 && j == 0 ? 2 : 1;
                int outputs = planes * expansion;
                blocks.add(new Block(
                        expansion == 1
                                ? basic(place, inputs, planes, stride)
                                : bottleneck(place, inputs, planes * width, outputs, stride),
                        true,
                        inputs == outputs && stride == 1
                                ? Optional.empty()
                                : Optional.of(convolution(
                                        place + "downsample.0",
                                        place + "downsample.1",
                                        inputs,
                                        outputs,
                                        1,
                                        stride,
                                        Activation.NONE)),
                        Activation.RELU));
                inputs = outputs;
            }
            layers.add(new Layer("layer" + (i + 1), blocks));
        }
        double[] scale = new double[3];
        double[] shift = new double[3];
        for (int c = 0; c < 3; c++) {
            scale[c] = 1 / DEVIATION[c];
            shift[c] = -MEAN[c] / DEVIATION[c];
        }
        Convolution stem = convolution("conv1", "bn1", 3, STEM, 7, 2, Activation.RELU);
        return new Architecture(name, scale, shift, 1e-5, stem, true, layers, (inputs + 1L) * CLASSES);
    }

    private static List<Convolution> basic(String place, int inputs, int planes, int stride) {
        return List.of(
                convolution(place + "conv1", place + "bn1", inputs, planes, 3, stride, Activation.RELU),
                convolution(place + "conv2", place + "bn2", planes, planes, 3, 1, Activation.NONE));
    }

    private static List<Convolution> bottleneck(String place, int inputs, int inside, int outputs, int stride) {
        return List.of(
                convolution(place + "conv1", place + "bn1", inputs, inside, 1, 1, Activation.RELU),
                convolution(place + "conv2", place + "bn2", inside, inside, 3, stride, Activation.RELU),
                convolution(place + "conv3", place + "bn3", inside, outputs, 1, 1, Activation.NONE));
    }

    private static Convolution convolution(
            String weight, String norm, int inputs, int outputs, int kernel, int stride, Activation activation) {
        return new Convolution(weight, norm, inputs, outputs, kernel, stride, 1, Padding.CENTRED, activation);
    }
}
