package io.loupe.detectors.sample;

import io.loupe.detectors.image.PngWriter;
import io.loupe.detectors.sample.Fault.Specimen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sample dataset: one category, {@code washer}, of 60 good training images, 20 good and 50 defective test images,
 * 512 x 512 RGB, with masks.
 */
public final class SampleDataset {
    /** Name of the dataset in the catalogue. */
    public static final String NAME = "washers";

    /** Name of its category. */
    public static final String CATEGORY = "washer";

    public static final int TRAIN_GOOD = 60;
    public static final int TEST_GOOD = 20;
    public static final int TEST_DEFECTIVE = 50;
    public static final long DEFAULT_SEED = 1;

    static final int SIZE = 512;

    private SampleDataset() {}

    /**
     * Writes the dataset as {@code <folder>/washer/...}. Equal seeds give equal files.
     *
     * @param folder created when missing; files of the same names are replaced
     */
    public static void write(Path folder, long seed) throws IOException {
        Path category = folder.resolve(CATEGORY);
        List<Shot> shots = shots(category, seed);
        for (Shot shot : shots) {
            Files.createDirectories(shot.image().getParent());
            if (shot.mask().isPresent()) {
                Files.createDirectories(shot.mask().get().getParent());
            }
        }
        try {
            shots.parallelStream().forEach(Shot::take);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Shot> shots(Path category, long seed) {
        List<Shot> shots = new ArrayList<>();
        for (int i = 0; i < TRAIN_GOOD; i++) {
            shots.add(good(category.resolve("train/good"), i, seed, 0));
        }
        for (int i = 0; i < TEST_GOOD; i++) {
            shots.add(good(category.resolve("test/good"), i, seed, 1));
        }
        Fault[] faults = Fault.values();
        for (int i = 0; i < TEST_DEFECTIVE; i++) {
            Fault fault = faults[i % faults.length];
            String name = String.format("%03d", i / faults.length);
            shots.add(new Shot(
                    category.resolve("test").resolve(fault.folder()).resolve(name + ".png"),
                    Optional.of(category.resolve("ground_truth")
                            .resolve(fault.folder())
                            .resolve(name + "_mask.png")),
                    Optional.of(fault),
                    Dice.of(seed, 2, fault.folder().hashCode(), i)));
        }
        return shots;
    }

    private static Shot good(Path folder, int index, long seed, int stream) {
        Path image = folder.resolve(String.format("%03d.png", index));
        return new Shot(image, Optional.empty(), Optional.empty(), Dice.of(seed, stream, index));
    }

    private record Shot(Path image, Optional<Path> mask, Optional<Fault> fault, Dice dice) {
        void take() {
            Scene scene = Scene.random(dice);
            Specimen specimen = fault.map(f -> f.specimen(dice)).orElseGet(Specimen::sound);
            Photograph photograph = Photograph.of(scene, specimen);
            try {
                PngWriter.write(image, SIZE, SIZE, 3, photograph.samples());
                if (mask.isPresent()) {
                    PngWriter.write(mask.get(), SIZE, SIZE, 1, bytes(photograph.mask()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static byte[] bytes(boolean[] mask) {
            byte[] bytes = new byte[mask.length];
            for (int i = 0; i < mask.length; i++) {
                bytes[i] = (byte) (mask[i] ? 255 : 0);
            }
            return bytes;
        }
    }
}
