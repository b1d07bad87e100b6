package io.loupe.detectors;

/**
 * Raw scores of one image.
 *
 * @param width pixels
 * @param height pixels
 * @param values row by row, {@code width * height} of them
 */
public record AnomalyMap(int width, int height, float[] values) {
    public AnomalyMap {
        if (values.length != width * height) {
            throw new IllegalArgumentException(
                    values.length + " values do not fill a map of " + width + " x " + height + " pixels");
        }
    }

    /** The largest score; NaN if one is. */
    public float max() {
        // Four at once: each maximum waits for the one before it.
        float first = Float.NEGATIVE_INFINITY;
        float second = first;
        float third = first;
        float fourth = first;
        int i = 0;
        for (; i < values.length - 3; i += 4) {
            first = Math.max(first, values[i]);
            second = Math.max(second, values[i + 1]);
            third = Math.max(third, values[i + 2]);
            fourth = Math.max(fourth, values[i + 3]);
        }
        for (; i < values.length; i++) {
            first = Math.max(first, values[i]);
        }
        return Math.max(Math.max(first, second), Math.max(third, fourth));
    }
}
