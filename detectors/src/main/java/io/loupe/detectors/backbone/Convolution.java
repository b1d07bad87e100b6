package io.loupe.detectors.backbone;

/**
 * A convolution without bias and the batch normalisation behind it.
 *
 * @param weight name of its kernels in the file, without {@code .weight}
 * @param norm name of its normalisation in the file
 * @param inputs channels
 * @param outputs channels
 * @param kernel side of the kernel
 * @param groups into which channels are split
 */
record Convolution(
        String weight,
        String norm,
        int inputs,
        int outputs,
        int kernel,
        int stride,
        int groups,
        Padding padding,
        Activation activation) {

    /** Where the zeros around an input go. */
    enum Padding {
        /** Half a kernel on every side. */
        CENTRED,
        /** TensorFlow's SAME: as few as make the output {@code ceil(size / stride)}, the odd one at the end. */
        SAME
    }

    long[] shape() {
        return new long[] {outputs, inputs / groups, kernel, kernel};
    }

    /** Weights, scales and shifts: what training changes. */
    long parameters() {
        return (long) outputs * (inputs / groups) * kernel * kernel + 2L * outputs;
    }

    /** Length of the output for an input's. */
    int output(int size) {
        return switch (padding) {
            case CENTRED -> (size + 2 * (kernel / 2) - kernel) / stride + 1;
            case SAME -> Math.ceilDiv(size, stride);
        };
    }

    /** Zeros before and after an input of this size. */
    int[] zeros(int size) {
        return switch (padding) {
            case CENTRED -> new int[] {kernel / 2, kernel / 2};
            case SAME -> {
                int total = Math.max(0, (output(size) - 1) * stride + kernel - size);
                yield new int[] {total / 2, total - total / 2};
            }
        };
    }
}
