package io.loupe.detectors.dataset;

import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.image.PngWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/** A sound dataset of 16 x 16 pixel images to spoil; every image has its own content. */
public final class TinyDataset {
    public static final int SIZE = 16;

    private final Path folder;
    private int images;

    /** Writes category {@code bolt}: 4 train, 2 test good, 2 test crack, 1 test dirt, 3 masks. */
    public TinyDataset(Path folder) {
        this.folder = folder;
        for (int i = 0; i < 4; i++) {
            image("bolt/train/good/00" + i + ".png");
        }
        image("bolt/test/good/000.png");
        image("bolt/test/good/001.png");
        for (String place : new String[] {"crack/000", "crack/001", "dirt/000"}) {
            image("bolt/test/" + place + ".png");
            mask("bolt/ground_truth/" + place + "_mask.png");
        }
    }

    private TinyDataset(Path folder, boolean empty) {
        this.folder = folder;
    }

    /** Nothing yet. */
    public static TinyDataset empty(Path folder) {
        return new TinyDataset(folder, true);
    }

    public Path path(String path) {
        return folder.resolve(path);
    }

    public TinyDataset image(String path) {
        return image(path, SIZE, SIZE);
    }

    /** Grey noise that no other image has. */
    public TinyDataset image(String path, int width, int height) {
        byte[] samples = new byte[width * height];
        new Random(images++).nextBytes(samples);
        return bytes(path, PngWriter.encode(width, height, 1, samples));
    }

    public TinyDataset colourImage(String path) {
        byte[] samples = new byte[SIZE * SIZE * 3];
        new Random(images++).nextBytes(samples);
        return bytes(path, PngWriter.encode(SIZE, SIZE, 3, samples));
    }

    public TinyDataset mask(String path) {
        return mask(path, SIZE, SIZE, 40, 255);
    }

    /** The first {@code set} pixels have the given value. */
    public TinyDataset mask(String path, int width, int height, int set, int value) {
        byte[] samples = new byte[width * height];
        for (int i = 0; i < set; i++) {
            samples[i] = (byte) value;
        }
        return bytes(path, PngWriter.encode(width, height, 1, samples));
    }

    public TinyDataset bytes(String path, byte[] content) {
        try {
            Files.createDirectories(path(path).getParent());
            Files.write(path(path), content);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public TinyDataset cut(String path, int length) {
        try {
            byte[] content = Files.readAllBytes(path(path));
            return bytes(path, Arrays.copyOf(content, length));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public TinyDataset copy(String from, String to) {
        try {
            return bytes(to, Files.readAllBytes(path(from)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same picture, one of its pixels a little different. */
    public TinyDataset nearCopy(String from, String to) {
        FloatImage image = Images.read(path(from));
        byte[] samples = new byte[image.values().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.round(image.values()[i] * 255);
        }
        samples[3] ^= 4;
        return bytes(to, PngWriter.encode(image.width(), image.height(), 1, samples));
    }

    /** Moves a file or a folder. */
    public TinyDataset move(String from, String to) {
        try {
            Files.createDirectories(path(to).getParent());
            Files.move(path(from), path(to));
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public TinyDataset delete(String file) {
        try {
            Files.delete(path(file));
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes a folder with all that it holds. */
    public TinyDataset remove(String path) {
        try (Stream<Path> all = Files.walk(path(path))) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public TinyDataset text(String path, String text) {
        return bytes(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public TinyDataset link(String path, Path target) {
        try {
            Files.createDirectories(path(path).getParent());
            Files.createSymbolicLink(path(path), target);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
