package io.loupe.detectors.image;

import java.util.Arrays;

/**
 * Pillow's bilinear resampling of 8-bit pictures: a triangle filter as wide as the shrinking factor, applied along rows,
 * then along columns, in integers with 22 fractional bits and a rounding to 8 bits after each of the two.
 */
final class AntialiasedBilinear {
    private static final int FRACTION_BITS = 22;
    private static final int HALF = 1 << (FRACTION_BITS - 1);

    private AntialiasedBilinear() {}

    static FloatImage resize(FloatImage image, int width, int height) {
        Filter rows = Filter.of(image.width(), width);
        Filter columns = Filter.of(image.height(), height);
        int channels = image.channels();
        float[] result = new float[channels * width * height];
        for (int channel = 0; channel < channels; channel++) {
            int[] samples = samples(image, channel);
            int[] narrowed = image.width() == width ? samples : alongRows(samples, image.width(), image.height(), rows);
            int[] resized = image.height() == height ? narrowed : alongColumns(narrowed, width, columns);
            int offset = channel * width * height;
            for (int i = 0; i < resized.length; i++) {
                result[offset + i] = resized[i] / 255f;
            }
        }
        return new FloatImage(width, height, channels, result);
    }

    private static int[] samples(FloatImage image, int channel) {
        int plane = image.width() * image.height();
        int[] samples = new int[plane];
        for (int i = 0; i < plane; i++) {
            samples[i] = clip(Math.round(image.values()[channel * plane + i] * 255f));
        }
        return samples;
    }

    private static int[] alongRows(int[] samples, int width, int height, Filter filter) {
        int newWidth = filter.first.length;
        int[] result = new int[newWidth * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < newWidth; x++) {
                int[] weights = filter.weights[x];
                int at = y * width + filter.first[x];
                int sum = HALF;
                for (int k = 0; k < weights.length; k++) {
                    sum += samples[at + k] * weights[k];
                }
                result[y * newWidth + x] = clip(sum >> FRACTION_BITS);
            }
        }
        return result;
    }

    private static int[] alongColumns(int[] samples, int width, Filter filter) {
        int newHeight = filter.first.length;
        int[] result = new int[width * newHeight];
        int[] sums = new int[width];
        for (int y = 0; y < newHeight; y++) {
            Arrays.fill(sums, HALF);
            int[] weights = filter.weights[y];
            for (int k = 0; k < weights.length; k++) {
                int row = (filter.first[y] + k) * width;
                for (int x = 0; x < width; x++) {
                    sums[x] += samples[row + x] * weights[k];
                }
            }
            for (int x = 0; x < width; x++) {
                result[y * width + x] = clip(sums[x] >> FRACTION_BITS);
            }
        }
        return result;
    }

    private static int clip(int value) {
        return Math.clamp(value, 0, 255);
    }

    /**
     * For each new sample, the old ones it is made of.
     *
     * @param first index of the first old sample
     * @param weights fixed point, one per old sample from {@code first} on
     */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this class
    private record Filter(int[] first, int[][] weights) {
        static Filter of(int oldSize, int newSize) {
            double scale = (double) oldSize / newSize;
            double support = Math.max(scale, 1);
            int[] first = new int[newSize];
            int[][] weights = new int[newSize][];
            for (int i = 0; i < newSize; i++) {
                double centre = (i + 0.5) * scale;
                first[i] = Math.max(0, (int) (centre - support + 0.5));
                int end = Math.min(oldSize, (int) (centre + support + 0.5));
                weights[i] = weights(first[i], end, centre, support);
            }
            return new Filter(first, weights);
        }

        private static int[] weights(int first, int end, double centre, double support) {
            double[] triangle = new double[end - first];
            double total = 0;
            double perSample = 1 / support;
            for (int k = 0; k < triangle.length; k++) {
                triangle[k] = Math.max(0, 1 - Math.abs((k + first - centre + 0.5) * perSample));
                total += triangle[k];
            }
            int[] weights = new int[triangle.length];
            for (int k = 0; k < weights.length; k++) {
                weights[k] = (int) (triangle[k] / total * (1 << FRACTION_BITS) + 0.5);
            }
            return weights;
        }
    }
}
