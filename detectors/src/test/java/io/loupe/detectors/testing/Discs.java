package io.loupe.detectors.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Small noisy pictures of a bright disc. */
public final class Discs {
    private Discs() {}

    /** {@code 000.png}, {@code 001.png}, ...; each with noise of its own. */
    public static List<Path> writeAll(Path folder, int count, int width, int height) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(write(folder.resolve("%03d.png".formatted(i)), width, height, i));
        }
        return files;
    }

    public static Path write(Path file, int width, int height, long seed) {
        return write(file, width, height, seed, false);
    }

    /** With a black square at the upper left of the disc's middle. */
    public static Path writeSpoilt(Path file, int width, int height, long seed) {
        return write(file, width, height, seed, true);
    }

    private static Path write(Path file, int width, int height, long seed, boolean spoilt) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = Math.hypot(x - width / 2.0, y - height / 2.0) < width / 3.0;
                boolean square = spoilt && x > width / 4 && x < width / 2 && y > height / 4 && y < height / 2;
                int grey = square ? 0 : (inside ? 170 : 60) + random.nextInt(30);
                image.setRGB(x, y, grey << 16 | (grey / 2) << 8 | grey / 3);
            }
        }
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
