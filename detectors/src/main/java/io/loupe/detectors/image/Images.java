package io.loupe.detectors.image;

import io.loupe.detectors.DetectorException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads and resizes pictures. */
public final class Images {
    private Images() {}

    /**
     * Reads a PNG, JPEG, BMP or TIFF of up to 16 bits, turned as its EXIF says. Values are the file's own samples over their maximum: no gamma, no colour
     * profile is applied. Transparency is dropped; a palette is expanded.
     *
     * @return 1 channel for grey pictures, else 3
     * @throws DetectorException with {@code DATA} if the file is missing, cut off, damaged or in another format
     */
    public static FloatImage read(Path file) {
        return ImageFile.read(file).decode();
    }

    /** The same picture with three channels; a grey one has its channel repeated. */
    public static FloatImage toRgb(FloatImage image) {
        if (image.channels() == 3) {
            return image;
        }
        int plane = image.width() * image.height();
        float[] values = Arrays.copyOf(image.values(), 3 * plane);
        System.arraycopy(image.values(), 0, values, plane, plane);
        System.arraycopy(image.values(), 0, values, 2 * plane, plane);
        return new FloatImage(image.width(), image.height(), 3, values);
    }

    /** The picture without colour as Pillow's {@code convert("L")} makes it, on 8-bit values: one channel. */
    public static FloatImage toGrey(FloatImage image) {
        if (image.channels() == 1) {
            return image;
        }
        int plane = image.width() * image.height();
        float[] grey = new float[plane];
        for (int i = 0; i < plane; i++) {
            grey[i] = luma(sample(image, i), sample(image, plane + i), sample(image, 2 * plane + i)) / 255f;
        }
        return new FloatImage(image.width(), image.height(), 1, grey);
    }

    private static int sample(FloatImage image, int index) {
        return Math.round(255 * image.values()[index]);
    }

    /** Pillow's weights, 16 fractional bits, rounded; all numbers are of 0 to 255. */
    public static int luma(int red, int green, int blue) {
        return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
    }

    /**
     * Resizes as Pillow's {@code Image.resize((width, height), BILINEAR)} does: antialiased when it shrinks, computed on
     * 8-bit values. The result of an 8-bit picture equals Pillow's to the bit (over 255). EfficientAD's and most other
     * published preprocessing depends on this filter.
     */
    public static FloatImage resize(FloatImage image, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("cannot resize to " + width + " x " + height + " pixels");
        }
        if (image.width() == width && image.height() == height) {
            return image;
        }
        return AntialiasedBilinear.resize(image, width, height);
    }
}
