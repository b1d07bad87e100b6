package io.loupe.detectors.backbone;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.HostTensor;
import java.util.Arrays;
import java.util.Map;

/**
 * A convolution and its batch normalisation as one convolution with bias: with the running mean m and variance v, scale g
 * and shift s, the kernels become w g / sqrt(v + epsilon) and the bias s - m g / sqrt(v + epsilon), computed in float64.
 *
 * @param kernels shape of the convolution, row by row
 * @param bias one for each output
 */
record FoldedWeights(float[] kernels, float[] bias) {
    /**
     * @param file tensors by name
     * @param what the file's name in errors
     * @throws DetectorException with {@code USER} if a tensor is missing, or has another shape
     */
    static FoldedWeights of(Convolution convolution, double epsilon, Map<String, HostTensor> file, String what) {
        float[] kernels = values(file, what, convolution.weight() + ".weight", convolution.shape());
        float[] scale = statistic(file, what, convolution, ".weight");
        float[] shift = statistic(file, what, convolution, ".bias");
        float[] mean = statistic(file, what, convolution, ".running_mean");
        float[] variance = statistic(file, what, convolution, ".running_var");
        int perOutput = kernels.length / convolution.outputs();
        float[] bias = new float[convolution.outputs()];
        for (int o = 0; o < bias.length; o++) {
            double factor = scale[o] / Math.sqrt(variance[o] + epsilon);
            for (int i = o * perOutput; i < (o + 1) * perOutput; i++) {
                kernels[i] = (float) (kernels[i] * factor);
            }
            bias[o] = (float) (shift[o] - mean[o] * factor);
        }
        return new FoldedWeights(kernels, bias);
    }

    private static float[] statistic(
            Map<String, HostTensor> file, String what, Convolution convolution, String suffix) {
        return values(file, what, convolution.norm() + suffix, convolution.outputs());
    }

    /** A tensor's values, copied. */
    static float[] values(Map<String, HostTensor> file, String what, String name, long... shape) {
        HostTensor tensor = file.get(name);
        if (tensor == null || !Arrays.equals(tensor.shape(), shape)) {
            String found = tensor == null ? "nothing" : Arrays.toString(tensor.shape());
            throw new DetectorException(
                    Kind.USER,
                    found + " where this network needs " + Arrays.toString(shape),
                    what + ", tensor " + name,
                    "use weights of this network");
        }
        return tensor.values();
    }
}
