package io.loupe.detectors.vtadl;

import io.loupe.detectors.engine.CounterRandom;
import io.loupe.detectors.image.Images;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The training images in memory, each decoded and resized once, when it is first needed, and kept as 8-bit samples.
 * Which images a step gets depends on the seed and the step's number alone.
 */
final class TrainingImages {
    private final List<Path> files;
    private final Preprocessing preprocessing;
    private final int batchSize;
    private final long seed;
    private final byte[][] samples;
    private long orderedEpoch = -1;
    private int[] order = {};

    /** @param values shape (count, 3, size, size), in [0, 1] */
    record Batch(int count, float[] values) {}

    TrainingImages(List<Path> files, Preprocessing preprocessing, int batchSize, long seed) {
        this.files = files;
        this.preprocessing = preprocessing;
        this.batchSize = batchSize;
        this.seed = seed;
        this.samples = new byte[files.size()][];
    }

    /** The last step of an epoch gets what is left. */
    int stepsPerEpoch() {
        return Math.ceilDiv(files.size(), batchSize);
    }

    /**
     * @param step 0 for the first
     * @throws io.loupe.detectors.DetectorException with {@code DATA} if an image cannot be read
     */
    Batch batch(long step) {
        long epoch = step / stepsPerEpoch();
        if (epoch != orderedEpoch) {
            order = new CounterRandom(seed, "order", epoch).permutation(files.size());
            orderedEpoch = epoch;
        }
        int from = (int) (step % stepsPerEpoch()) * batchSize;
        int[] chosen = Arrays.copyOfRange(order, from, Math.min(from + batchSize, files.size()));
        int size = 3 * preprocessing.size() * preprocessing.size();
        float[] values = new float[chosen.length * size];
        for (int i = 0; i < chosen.length; i++) {
            Preprocessing.toFloats(samples(chosen[i]), values, i * size);
        }
        return new Batch(chosen.length, values);
    }

    private byte[] samples(int index) {
        if (samples[index] == null) {
            samples[index] = preprocessing.input(Images.read(files.get(index)));
        }
        return samples[index];
    }
}
