package io.loupe.detectors.efficientad;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Small noisy pictures of a bright disc. */
final class Pictures {
    private Pictures() {}

    static List<Path> discs(Path folder, int count) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(disc(folder.resolve("%03d.png".formatted(i)), 96, 80, i));
        }
        return files;
    }

    static Path disc(Path file, int width, int height, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = Math.hypot(x - width / 2.0, y - height / 2.0) < width / 3.0;
                int grey = (inside ? 170 : 60) + random.nextInt(30);
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
