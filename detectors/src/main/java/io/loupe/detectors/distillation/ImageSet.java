package io.loupe.detectors.distillation;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.image.FloatImage;
import io.loupe.detectors.image.Images;
import io.loupe.detectors.image.PictureFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The images that train and those held out, chosen by a hash of the seed and each image: of its content where the images
 * are a category's, so that neither names nor order matter and equal images stay together; of its name and size where they
 * are a folder's, which may be too large to be read for this.
 */
final class ImageSet {
    private static final int LEAST_TRAINING_PER_HELD_OUT = 10;

    private final IntFunction<Path> files;
    private final int[] training;
    private final int[] heldOut;
    private final String fingerprint;

    private ImageSet(IntFunction<Path> files, long[] ranks, int wanted, String fingerprint) {
        int held = Math.max(1, Math.min(wanted, ranks.length / LEAST_TRAINING_PER_HELD_OUT));
        long[] sorted = ranks.clone();
        Arrays.sort(sorted);
        long limit = sorted[Math.min(held, sorted.length) - 1];
        this.files = files;
        this.training = where(ranks, limit, false);
        this.heldOut = where(ranks, limit, true);
        this.fingerprint = fingerprint;
        if (training.length == 0) {
            throw new DetectorException(
                    Kind.DATA,
                    ranks.length == 1
                            ? "there is one image, and one has to be held out"
                            : "all " + ranks.length + " images are the same",
                    "images",
                    "name a folder with more pictures");
        }
    }

    private static int[] where(long[] ranks, long limit, boolean held) {
        return IntStream.range(0, ranks.length)
                .filter(i -> (ranks[i] <= limit) == held)
                .toArray();
    }

    /**
     * Chooses them.
     *
     * @throws DetectorException with {@code USER} if the folder is of no use, with {@code DATA} if there are too few images
     *     or one cannot be read
     */
    static ImageSet of(TrainingInput input, DistillationSettings settings) {
        if (!settings.images().isBlank()) {
            PictureFolder folder = new PictureFolder(
                    "images",
                    settings.images(),
                    "name a folder of pictures that every worker has at this path, or leave the setting empty to use the"
                            + " category's training images");
            long[] ranks = folder.entries().stream()
                    .mapToLong(entry ->
                            rank(input.seed(), (entry.name() + '\t' + entry.size()).getBytes(StandardCharsets.UTF_8)))
                    .toArray();
            return new ImageSet(folder::file, ranks, settings.heldOutImages(), folder.fingerprint());
        }
        List<Path> good = input.trainGood();
        input.requireTrainGood();
        long[] ranks = good.stream()
                .mapToLong(file -> rank(input.seed(), content(file)))
                .toArray();
        return new ImageSet(good::get, ranks, settings.heldOutImages(), "");
    }

    int trainingCount() {
        return training.length;
    }

    Path training(int index) {
        return files.apply(training[index]);
    }

    /**
     * Reads a training image; of a folder the next one if it cannot be read.
     *
     * @throws DetectorException with {@code DATA} if it cannot be read
     */
    FloatImage readTraining(int index) {
        return read(this::training, training.length, index);
    }

    int heldOutCount() {
        return heldOut.length;
    }

    Path heldOut(int index) {
        return files.apply(heldOut[index]);
    }

    /** As {@link #readTraining}, of those held out. */
    FloatImage readHeldOut(int index) {
        return read(this::heldOut, heldOut.length, index);
    }

    private FloatImage read(IntFunction<Path> where, int count, int index) {
        return fingerprint.isEmpty() ? Images.read(where.apply(index)) : PictureFolder.readOrNext(where, count, index);
    }

    /** What tells the folder from others; empty for a category's images, which the trial's dataset version fixes. */
    String fingerprint() {
        return fingerprint;
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DetectorException(
                    Kind.DATA,
                    "cannot be read (" + e.getMessage() + ")",
                    file.toString(),
                    "replace the file and import again");
        }
    }

    private static long rank(long seed, byte[] what) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            return ByteBuffer.wrap(digest.digest(what)).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
