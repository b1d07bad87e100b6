package io.loupe.detectors.image;

import static java.util.Objects.requireNonNull;

/**
 * A picture in memory, channel by channel, row by row (CHW).
 *
 * @param width pixels
 * @param height pixels
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param values {@code channels * height * width} intensities in [0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of values: neither copied nor compared
public record FloatImage(int width, int height, int channels, float[] values) {
    public FloatImage {
        requireNonNull(values, "values is null");
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("an image of " + width + " x " + height + " pixels has no content");
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(channels + " channels; an image has 1 (grey) or 3 (RGB)");
        }
        if (values.length != channels * width * height) {
            throw new IllegalArgumentException(values.length + " values do not fill " + channels + " x " + height
                    + " x " + width + " (channels, height, width)");
        }
    }

    /** Intensity of one channel at one pixel, in [0, 1]. */
    public float at(int channel, int x, int y) {
        return values[(channel * height + y) * width + x];
    }
}
