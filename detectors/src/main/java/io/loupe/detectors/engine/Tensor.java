package io.loupe.detectors.engine;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;

/**
 * An array inside a {@link StepScope}: of float32, or of what a {@link ScriptFunction} makes, whose values Java cannot
 * read. Every method returns a new tensor of the same scope and is
 * differentiable; shapes broadcast as in PyTorch, and negative dimensions count from the end.
 */
public final class Tensor {
    private final StepScope scope;
    private final PtNDArray array;

    Tensor(StepScope scope, PtNDArray array) {
        this.scope = scope;
        this.array = array;
    }

    public StepScope scope() {
        return scope;
    }

    public long[] shape() {
        return array.getShape().getShape();
    }

    /** Length of a dimension. */
    public long size(int dimension) {
        long[] shape = shape();
        return shape[dimension < 0 ? shape.length + dimension : dimension];
    }

    /** How many values. */
    public long elements() {
        return array.size();
    }

    /** All values, row by row. */
    public float[] values() {
        return array.toFloatArray();
    }

    /** The only value. */
    public double value() {
        float[] values = values();
        if (values.length != 1) {
            throw new IllegalStateException("a tensor of shape " + Arrays.toString(shape()) + " is not one value");
        }
        return values[0];
    }

    public Tensor add(Tensor other) {
        return of(JniUtils.add(array, other.array));
    }

    public Tensor add(double number) {
        return add(scope.scalar((float) number));
    }

    public Tensor sub(Tensor other) {
        return of(JniUtils.sub(array, other.array));
    }

    public Tensor mul(Tensor other) {
        return of(JniUtils.mul(array, other.array));
    }

    public Tensor mul(double number) {
        return mul(scope.scalar((float) number));
    }

    public Tensor div(Tensor other) {
        return of(JniUtils.div(array, other.array));
    }

    public Tensor neg() {
        return of(JniUtils.neg(array));
    }

    public Tensor square() {
        return of(JniUtils.square(array));
    }

    public Tensor sqrt() {
        return of(JniUtils.sqrt(array));
    }

    public Tensor exp() {
        return of(JniUtils.exp(array));
    }

    public Tensor log() {
        return of(JniUtils.log(array));
    }

    public Tensor tanh() {
        return of(JniUtils.tanh(array));
    }

    public Tensor relu() {
        return of(JniUtils.relu(array));
    }

    /** The exact GELU, by the error function. */
    public Tensor gelu() {
        return of(JniUtils.gelu(array));
    }

    /** log(1 + e^x), linear above 20 as in PyTorch. */
    public Tensor softplus() {
        return of(JniUtils.softPlus(array));
    }

    public Tensor softmax(int dimension) {
        return of(JniUtils.softmax(array, dimension, DataType.FLOAT32));
    }

    public Tensor logSoftmax(int dimension) {
        return of(JniUtils.logSoftmax(array, dimension, DataType.FLOAT32));
    }

    public Tensor matmul(Tensor other) {
        return of(JniUtils.matmul(array, other.array));
    }

    /**
     * x W^T.
     *
     * @param weight shape (outputs, inputs)
     */
    public Tensor linear(Tensor weight) {
        return of(JniUtils.linear(array, weight.array, null));
    }

    /**
     * x W^T + b.
     *
     * @param weight shape (outputs, inputs)
     */
    public Tensor linear(Tensor weight, Tensor bias) {
        return of(JniUtils.linear(array, weight.array, bias.array));
    }

    /** Normalises over the last dimension, epsilon 1e-5, then scales and shifts. */
    public Tensor layerNorm(Tensor scale, Tensor shift) {
        return of(JniUtils.layerNorm(array, new Shape(size(-1)), scale.array, shift.array, 1e-5));
    }

    /**
     * Batch normalisation over all dimensions but the second, epsilon 1e-5.
     *
     * @param mean running mean; updated in place with momentum 0.1 when training
     * @param variance running unbiased variance; updated likewise
     */
    public Tensor batchNorm(Tensor mean, Tensor variance, Tensor scale, Tensor shift, boolean training) {
        // The native order; JniUtils' parameter names are in another one.
        return of(JniUtils.batchNorm(array, mean.array, variance.array, scale.array, shift.array, training, 0.1, 1e-5));
    }

    /**
     * Cross-correlation without bias, stride 1, with a padding for each axis.
     *
     * @param weight shape (outputs, inputs / groups, height, width)
     */
    public Tensor filter2d(Tensor weight, int paddingHeight, int paddingWidth, int groups) {
        return of(JniUtils.convolution(
                array,
                weight.array,
                null,
                new Shape(1, 1),
                new Shape(paddingHeight, paddingWidth),
                new Shape(1, 1),
                groups));
    }

    /**
     * Cross-correlation with equal strides and paddings on both axes.
     *
     * @param weight shape (outputs, inputs / groups, height, width)
     * @param bias shape (outputs)
     */
    public Tensor conv2d(Tensor weight, Tensor bias, int stride, int padding, int groups) {
        return of(JniUtils.convolution(
                array,
                weight.array,
                bias.array,
                new Shape(stride, stride),
                new Shape(padding, padding),
                new Shape(1, 1),
                groups));
    }

    /** As above, without bias. */
    public Tensor conv2d(Tensor weight, int stride, int padding, int groups) {
        return of(JniUtils.convolution(
                array,
                weight.array,
                null,
                new Shape(stride, stride),
                new Shape(padding, padding),
                new Shape(1, 1),
                groups));
    }

    /** Mean of square windows; zeros of the padding count, incomplete windows are left out, as PyTorch's default. */
    public Tensor avgPool2d(int kernel, int stride, int padding) {
        return of(JniUtils.avgPool(
                array, new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding), false, true));
    }

    /** Largest value of square windows; padding never wins. */
    public Tensor maxPool2d(int kernel, int stride, int padding) {
        return of(JniUtils.maxPool(
                array, new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding), false));
    }

    /**
     * The largest values of a dimension, in no particular order.
     *
     * @param count how many
     */
    public Tensor largest(long count, int dimension) {
        return scope.call(
                ScriptFunction.of(
                        "largest", "x", "(torch.topk(x, %d, %d, True, False))[0]".formatted(count, dimension)),
                this);
    }

    /**
     * Transposed convolution: (n - 1) stride - 2 padding + kernel values a side.
     *
     * @param weight shape (inputs, outputs, kernel, kernel)
     */
    public Tensor convTranspose2d(Tensor weight, Tensor bias, int stride, int padding) {
        return scope.call(
                ScriptFunction.of(
                        "conv_transpose2d",
                        "x, weight, bias",
                        "torch.conv_transpose2d(x, weight, bias, [%d, %d], [%d, %d])"
                                .formatted(stride, stride, padding, padding)),
                this,
                weight,
                bias);
    }

    /**
     * The same values laid out with channels last, for (N, C, H, W): what convolutions of few channels run faster on, and
     * their results keep.
     */
    public Tensor channelsLast() {
        return scope.call(ScriptFunction.of("channels_last", "x", "torch.contiguous(x, memory_format=2)"), this);
    }

    /** The same values laid out row by row, as {@link #values} gives them and variables have them. */
    public Tensor contiguous() {
        return scope.call(ScriptFunction.of("contiguous", "x", "torch.contiguous(x)"), this);
    }

    /** Values below {@code minimum} become it; they get no gradient. */
    public Tensor atLeast(double minimum) {
        return scope.call(ScriptFunction.of("at_least", "x", "torch.clamp(x, " + minimum + ", None)"), this);
    }

    /** Values outside become the nearer limit; they get no gradient. */
    public Tensor between(double minimum, double maximum) {
        return scope.call(ScriptFunction.of("between", "x", "torch.clamp(x, " + minimum + ", " + maximum + ")"), this);
    }

    /** log of the sum of exponentials over a dimension, which goes. */
    public Tensor logSumExp(int dimension) {
        return scope.call(
                ScriptFunction.of("log_sum_exp", "x", "torch.logsumexp(x, [" + dimension + "], False)"), this);
    }

    public Tensor sum() {
        return of(JniUtils.sum(array));
    }

    /** Sum over a dimension, which goes. */
    public Tensor sum(int dimension) {
        return of(JniUtils.sum(array, new long[] {dimension}, false));
    }

    public Tensor mean() {
        return of(JniUtils.mean(array));
    }

    public Tensor reshape(long... shape) {
        return of(JniUtils.reshape(array, shape));
    }

    public Tensor permute(long... dimensions) {
        return of(JniUtils.permute(array, dimensions));
    }

    /** Indices {@code from} up to but not including {@code to} of a dimension. */
    public Tensor slice(int dimension, long from, long to) {
        return of(JniUtils.slice(array, dimension, from, to, 1));
    }

    /** The values of all the given tensors along a dimension; their other dimensions are equal. */
    public static Tensor concat(int dimension, Tensor... parts) {
        PtNDArray[] arrays = new PtNDArray[parts.length];
        for (int i = 0; i < parts.length; i++) {
            arrays[i] = parts[i].array;
        }
        return parts[0].of(JniUtils.cat(arrays, dimension));
    }

    /** Frees it before its scope ends. Other tensors that share its memory keep that. */
    public void free() {
        array.close();
    }

    PtNDArray array() {
        return array;
    }

    /** The result belongs to this tensor's scope; DJL would give it to the first operand's, which is the same here. */
    private Tensor of(PtNDArray result) {
        return new Tensor(scope, result);
    }

    @Override
    public String toString() {
        return "tensor " + Arrays.toString(shape());
    }
}
