package io.loupe.detectors.image;

import io.loupe.detectors.AnomalyMap;

/** The separable Gaussian of {@code scipy.ndimage.gaussian_filter} with its defaults (reflect, truncate = 4). */
final class GaussianFilter {
    private static final double TRUNCATE = 4;

    private GaussianFilter() {}

    static AnomalyMap apply(AnomalyMap map, double sigma) {
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException("sigma " + sigma + " is not a positive number of pixels");
        }
        double[] weights = weights(sigma);
        int width = map.width();
        int height = map.height();
        float[] downwards = new float[width * height];
        for (int x = 0; x < width; x++) {
            smooth(map.values(), downwards, x, width, height, weights);
        }
        float[] result = new float[width * height];
        for (int y = 0; y < height; y++) {
            smooth(downwards, result, y * width, 1, width, weights);
        }
        return new AnomalyMap(width, height, result);
    }

    /** Weights of the centre and of the samples on one side of it. */
    private static double[] weights(double sigma) {
        int radius = (int) (TRUNCATE * sigma + 0.5);
        double[] weights = new double[radius + 1];
        double total = 0;
        for (int i = 0; i <= radius; i++) {
            weights[i] = Math.exp(-0.5 / (sigma * sigma) * i * i);
            total += i == 0 ? weights[i] : 2 * weights[i];
        }
        for (int i = 0; i <= radius; i++) {
            weights[i] /= total;
        }
        return weights;
    }

    private static void smooth(float[] from, float[] to, int start, int stride, int length, double[] weights) {
        int radius = weights.length - 1;
        double[] line = new double[length + 2 * radius];
        for (int i = 0; i < line.length; i++) {
            line[i] = from[start + stride * mirrored(i - radius, length)];
        }
        for (int i = 0; i < length; i++) {
            int centre = i + radius;
            double sum = line[centre] * weights[0];
            for (int k = radius; k > 0; k--) {
                sum += (line[centre - k] + line[centre + k]) * weights[k];
            }
            to[start + stride * i] = (float) sum;
        }
    }

    private static int mirrored(int index, int length) {
        int inPeriod = Math.floorMod(index, 2 * length);
        return inPeriod < length ? inPeriod : 2 * length - 1 - inPeriod;
    }
}
