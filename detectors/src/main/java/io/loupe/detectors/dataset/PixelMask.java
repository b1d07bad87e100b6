package io.loupe.detectors.dataset;

import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Which pixels are defective.
 *
 * @param width pixels
 * @param height pixels
 * @param defective row by row: bit {@code y * width + x}
 */
public record PixelMask(int width, int height, BitSet defective) {
    /** A mask without a defect. */
    public static PixelMask empty(int width, int height) {
        return new PixelMask(width, height, new BitSet());
    }

    /**
     * Reads a mask; every pixel above 0 in any channel is defective, as in MVTec's evaluation.
     *
     * @throws io.loupe.detectors.DetectorException with {@code DATA} if the file cannot be read
     */
    public static PixelMask read(Path file) {
        return of(Images.read(file));
    }

    static PixelMask of(FloatImage image) {
        int plane = image.width() * image.height();
        BitSet defective = new BitSet(plane);
        for (int channel = 0; channel < image.channels(); channel++) {
            for (int i = 0; i < plane; i++) {
                if (image.values()[channel * plane + i] > 0) {
                    defective.set(i);
                }
            }
        }
        return new PixelMask(image.width(), image.height(), defective);
    }
}
