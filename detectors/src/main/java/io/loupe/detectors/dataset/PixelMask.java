package io.loupe.detectors.dataset;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

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

    /**
     * Reads masks of one image; what is defective in one of them is.
     *
     * @param files at least one
     * @throws DetectorException with {@code DATA} if a file cannot be read, or masks differ in size
     */
    public static PixelMask union(List<Path> files) {
        PixelMask first = read(files.getFirst());
        if (files.size() == 1) {
            return first;
        }
        BitSet all = (BitSet) first.defective.clone();
        for (Path file : files.subList(1, files.size())) {
            PixelMask mask = read(file);
            if (mask.width != first.width || mask.height != first.height) {
                throw new DetectorException(
                        Kind.DATA,
                        "the mask has " + mask.width + "x" + mask.height + " pixels, the image's first mask "
                                + first.width + "x" + first.height,
                        file.toString(),
                        "give every mask of an image the same size");
            }
            all.or(mask.defective);
        }
        return new PixelMask(first.width, first.height, all);
    }

    /** The mask in a picture, see {@link #read}. */
    public static PixelMask of(FloatImage image) {
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
