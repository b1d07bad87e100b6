package io.loupe.infra.it;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** One category in MVTec AD's layout, so small that training on it takes seconds: grey tiles, some with a dark spot. */
final class TinyDataset {

    static final String CATEGORY = "tile";
    static final int TRAIN = 8;
    static final int TEST_GOOD = 3;
    static final int TEST_SPOT = 3;

    private static final int SIDE = 96;
    private static final int SPOT = 20;

    private TinyDataset() {}

    /** Writes it below {@code folder}; another {@code seed} gives other images. */
    static Path write(Path folder, long seed) {
        return write(folder, CATEGORY, seed);
    }

    static Path write(Path dataset, String category, long seed) {
        Random random = new Random(seed);
        Path folder = dataset.resolve(category);
        try {
            for (int i = 0; i < TRAIN; i++) {
                save(tile(random), folder, "train/good", name(i));
            }
            for (int i = 0; i < TEST_GOOD; i++) {
                save(tile(random), folder, "test/good", name(i));
            }
            for (int i = 0; i < TEST_SPOT; i++) {
                int x = random.nextInt(SIDE - SPOT);
                int y = random.nextInt(SIDE - SPOT);
                BufferedImage image = tile(random);
                fill(image, x, y, Color.BLACK);
                save(image, folder, "test/spot", name(i));
                BufferedImage mask = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
                fill(mask, x, y, Color.WHITE);
                save(mask, folder, "ground_truth/spot", name(i).replace(".png", "_mask.png"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dataset;
    }

    private static BufferedImage tile(Random random) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int grey = 140 + (x / 12 + y / 12) % 2 * 30 + random.nextInt(20);
                image.setRGB(x, y, new Color(grey, grey, grey).getRGB());
            }
        }
        return image;
    }

    private static void fill(BufferedImage image, int x, int y, Color color) {
        for (int dy = 0; dy < SPOT; dy++) {
            for (int dx = 0; dx < SPOT; dx++) {
                image.setRGB(x + dx, y + dy, color.getRGB());
            }
        }
    }

    private static String name(int i) {
        return "%03d.png".formatted(i);
    }

    private static void save(BufferedImage image, Path folder, String split, String name) throws IOException {
        Path file = folder.resolve(split).resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }
}
