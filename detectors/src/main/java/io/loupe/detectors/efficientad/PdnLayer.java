package io.loupe.detectors.efficientad;

import java.util.List;

/**
 * One convolution of a patch description network, stride 1, and what follows it.
 *
 * @param name {@code conv1}, {@code conv2}, ...
 * @param kernel side of its window
 * @param padding zeros around its input, when the network pads
 * @param relu whether a ReLU follows
 * @param pool whether averages of 2 x 2 follow, with one zero around them when the network pads
 */
record PdnLayer(String name, int inputs, int outputs, int kernel, int padding, boolean relu, boolean pool) {
    PdnLayer {
        if (pool && !relu) {
            throw new IllegalArgumentException(name + " pools what no ReLU gave");
        }
    }

    /** Tables 6 and 7 of the paper. A student's outputs are twice the teacher's; in PDN-M so is the layer before. */
    static List<PdnLayer> of(PdnSize size, Widths widths, int outputs) {
        int first = widths.first();
        int inner = widths.inner();
        return switch (size) {
            case SMALL ->
                List.of(
                        new PdnLayer("conv1", 3, first, 4, 3, true, true),
                        new PdnLayer("conv2", first, inner, 4, 3, true, true),
                        new PdnLayer("conv3", inner, inner, 3, 1, true, false),
                        new PdnLayer("conv4", inner, outputs, 4, 0, false, false));
            case MEDIUM ->
                List.of(
                        new PdnLayer("conv1", 3, first, 4, 3, true, true),
                        new PdnLayer("conv2", first, inner, 4, 3, true, true),
                        new PdnLayer("conv3", inner, inner, 1, 0, true, false),
                        new PdnLayer("conv4", inner, inner, 3, 1, true, false),
                        new PdnLayer("conv5", inner, outputs, 4, 0, true, false),
                        new PdnLayer("conv6", outputs, outputs, 1, 0, false, false));
        };
    }

    long[] weightShape() {
        return new long[] {outputs, inputs, kernel, kernel};
    }

    /** Values along an axis behind this layer. */
    int valuesAfter(int values, boolean padded) {
        int convolved = values + (padded ? 2 * padding : 0) - kernel + 1;
        return pool ? (convolved + (padded ? 2 : 0)) / 2 : convolved;
    }
}
