package io.loupe.bench;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Pictures of noise: their content does not change a step's work. */
final class Noise {
    private Noise() {}

    /** Square pictures in a folder, which is made; they are the same in every process. */
    static List<Path> pictures(Path folder, int count, int size) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_3BYTE_BGR);
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    image.setRGB(x, y, random.nextInt());
                }
            }
            Path file = folder.resolve(i + ".png");
            ImageIO.write(image, "png", file.toFile());
            file.toFile().deleteOnExit();
            files.add(file);
        }
        folder.toFile().deleteOnExit();
        return files;
    }
}
