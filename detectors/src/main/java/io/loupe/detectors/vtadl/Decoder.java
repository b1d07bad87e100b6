package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.Parameters;
import io.loupe.detectors.engine.StepScope;
import io.loupe.detectors.engine.Tensor;
import io.loupe.detectors.engine.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoder: transposed convolutions from an 8 x 8 grid of 8 channels to the image, batch normalisation and ReLU
 * between, tanh at the end. At 512 pixels its layers are the authors'; for smaller images they are our own: kernel 4,
 * stride 2, padding 1, so that each doubles the side.
 */
final class Decoder {
    private static final int INPUT_CHANNELS = 8;
    private static final int AUTHORS_SIZE = 512;

    private final List<Layer> layers = new ArrayList<>();

    /** Kernel, stride and padding of a layer, after its channels. */
    private record Geometry(int inputs, int outputs, int kernel, int stride, int padding) {}

    private record Layer(Geometry geometry, Variable weight, Variable bias, List<Normalisation> normalisation) {}

    private record Normalisation(Variable scale, Variable shift, Variable mean, Variable variance) {}

    /** What a training pass makes of a running statistic; it becomes the variable's value if the step succeeds. */
    record StatisticUpdate(Variable variable, Tensor value) {}

    /**
     * @param images reconstructions in [-1, 1], shape (N, 3, S, S), laid out with channels last
     * @param updates empty when not training
     */
    record Reconstruction(Tensor images, List<StatisticUpdate> updates) {}

    Decoder(Parameters parameters, int imageSize) {
        List<Geometry> geometries = geometries(imageSize);
        for (int i = 0; i < geometries.size(); i++) {
            Geometry geometry = geometries.get(i);
            int kernel = geometry.kernel();
            long fanIn = (long) geometry.outputs() * kernel * kernel; // PyTorch counts the second dimension
            String name = "decoder.layer" + i + ".";
            Variable weight =
                    parameters.uniform(name + "weight", fanIn, geometry.inputs(), geometry.outputs(), kernel, kernel);
            Variable bias = parameters.uniform(name + "bias", fanIn, geometry.outputs());
            boolean last = i == geometries.size() - 1;
            layers.add(new Layer(
                    geometry,
                    weight,
                    bias,
                    last ? List.of() : List.of(normalisation(parameters, name, geometry.outputs()))));
        }
    }

    private static Normalisation normalisation(Parameters parameters, String name, int channels) {
        return new Normalisation(
                parameters.filled(name + "norm.weight", 1, channels),
                parameters.filled(name + "norm.bias", 0, channels),
                parameters.statistic(name + "norm.mean", 0, channels),
                parameters.statistic(name + "norm.variance", 1, channels));
    }

    private static List<Geometry> geometries(int imageSize) {
        if (imageSize == AUTHORS_SIZE) {
            return List.of(
                    new Geometry(INPUT_CHANNELS, 16, 3, 2, 1), // 15 pixels a side
                    new Geometry(16, 32, 9, 3, 1), // 49
                    new Geometry(32, 32, 7, 5, 1), // 245
                    new Geometry(32, 16, 9, 2, 0), // 497
                    new Geometry(16, 8, 6, 1, 0), // 502
                    new Geometry(8, 3, 11, 1, 0)); // 512
        }
        List<Geometry> geometries = new ArrayList<>();
        int channels = INPUT_CHANNELS;
        int outputs = 16;
        for (int side = VisionTransformer.GRID; side < imageSize; side *= 2) {
            boolean last = side * 2 == imageSize;
            geometries.add(new Geometry(channels, last ? 3 : outputs, 4, 2, 1));
            channels = outputs;
            outputs = side * 8 >= imageSize ? 16 : 32;
        }
        return geometries;
    }

    /**
     * @param code shape (N, 512)
     * @param training whether to normalise by the batch's own statistics
     */
    Reconstruction decode(StepScope scope, Tensor code, boolean training) {
        List<StatisticUpdate> updates = new ArrayList<>();
        // Channels last takes a third off the transposed convolutions' time.
        Tensor hidden = code.reshape(code.size(0), INPUT_CHANNELS, VisionTransformer.GRID, VisionTransformer.GRID)
                .channelsLast();
        for (Layer layer : layers) {
            Geometry geometry = layer.geometry();
            hidden = hidden.convTranspose2d(
                    scope.parameter(layer.weight()),
                    scope.parameter(layer.bias()),
                    geometry.stride(),
                    geometry.padding());
            for (Normalisation normalisation : layer.normalisation()) {
                hidden = normalise(scope, hidden, normalisation, training, updates)
                        .relu();
            }
        }
        return new Reconstruction(hidden.tanh(), updates);
    }

    private static Tensor normalise(
            StepScope scope,
            Tensor hidden,
            Normalisation normalisation,
            boolean training,
            List<StatisticUpdate> updates) {
        Tensor mean = scope.copy(normalisation.mean());
        Tensor variance = scope.copy(normalisation.variance());
        Tensor normalised = hidden.batchNorm(
                mean,
                variance,
                scope.parameter(normalisation.scale()),
                scope.parameter(normalisation.shift()),
                training);
        if (training) {
            updates.add(new StatisticUpdate(normalisation.mean(), mean));
            updates.add(new StatisticUpdate(normalisation.variance(), variance));
        }
        return normalised;
    }
}
