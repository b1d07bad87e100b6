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

    public float max() {
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }
}
