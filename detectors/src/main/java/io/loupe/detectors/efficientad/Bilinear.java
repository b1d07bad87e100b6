package io.loupe.detectors.efficientad;

/**
 * Bilinear resizing as a matrix: PyTorch's {@code interpolate(mode="bilinear", align_corners=False)}, which does not
 * smooth when it shrinks. Differentiable, and the same bits each time on one device, where libtorch's own backward pass
 * on a GPU adds in any order.
 */
final class Bilinear {
    private Bilinear() {}

    /** Shape (to, from), row by row: each new value is a mixture of two neighbours. */
    static float[] matrix(int from, int to) {
        float[] matrix = new float[to * from];
        double scale = (double) from / to;
        for (int i = 0; i < to; i++) {
            double at = Math.max(0, (i + 0.5) * scale - 0.5);
            int lower = Math.min((int) at, from - 1);
            int upper = Math.min(lower + 1, from - 1);
            double share = at - lower;
            matrix[i * from + lower] += (float) (1 - share);
            matrix[i * from + upper] += (float) share;
        }
        return matrix;
    }

    /** The matrix for the other side of a product, shape (from, to). */
    static float[] transposed(int from, int to) {
        float[] matrix = matrix(from, to);
        float[] transposed = new float[matrix.length];
        for (int i = 0; i < to; i++) {
            for (int j = 0; j < from; j++) {
                transposed[j * to + i] = matrix[i * from + j];
            }
        }
        return transposed;
    }
}
