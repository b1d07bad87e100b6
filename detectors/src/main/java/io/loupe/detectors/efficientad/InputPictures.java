package io.loupe.detectors.efficientad;

import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures resized to the networks' input and kept as 8-bit samples, which loses nothing: resizing gives 8-bit values. As
 * many are kept as fit the limit; others are decoded whenever they are needed.
 */
public final class InputPictures {
    private static final long LIMIT = 512L << 20;

    private final List<Path> files;
    private final int width;
    private final int height;
    private final byte[][] kept;

    InputPictures(List<Path> files, int width, int height) {
        this.files = files;
        this.width = width;
        this.height = height;
        this.kept = new byte[(int) Math.min(files.size(), LIMIT / (3L * width * height))][];
    }

    int count() {
        return files.size();
    }

    /**
     * Samples of 0 to 255, shape (3, height, width).
     *
     * @throws io.loupe.detectors.DetectorException with {@code DATA} if the image cannot be read
     */
    byte[] samples(int index) {
        if (index >= kept.length) {
            return samples(Images.read(files.get(index)), width, height);
        }
        if (kept[index] == null) {
            kept[index] = samples(Images.read(files.get(index)), width, height);
        }
        return kept[index];
    }

    /** A picture resized, as samples of 0 to 255, shape (3, height, width). */
    public static byte[] samples(FloatImage picture, int width, int height) {
        float[] values = Images.resize(Images.toRgb(picture), width, height).values();
        byte[] samples = new byte[values.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.round(255 * values[i]);
        }
        return samples;
    }
}
