package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.TrainingInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which good images train and which set the maps' scale. A dataset's own validation images are used as they are; else a
 * share of the training images is held out, chosen by a hash of seed and content, so that neither names nor order matter.
 */
record ValidationSplit(List<Path> training, List<Path> validation) {
    private record Ranked(Path file, byte[] rank) {}

    /** @throws DetectorException with {@code DATA} if either would be empty, or a file cannot be read */
    static ValidationSplit of(TrainingInput input, double share) {
        input.requireTrainGood();
        List<Path> good = input.trainGood();
        if (!input.validationGood().isEmpty()) {
            return new ValidationSplit(good, input.validationGood());
        }
        if (good.size() < 2) {
            throw new DetectorException(
                    Kind.DATA,
                    "there are no validation images, and one training image is too few to hold one out",
                    "validation",
                    "add good training images, or a folder validation/good");
        }
        int held = Math.clamp(good.size() - (long) Math.floor((1 - share) * good.size() + 1e-9), 1, good.size() - 1);
        Set<Path> validation = good.stream()
                .map(file -> new Ranked(file, rank(file, input.seed())))
                .sorted((a, b) -> Arrays.compareUnsigned(a.rank(), b.rank()))
                .limit(held)
                .map(Ranked::file)
                .collect(Collectors.toSet());
        List<Path> training = new ArrayList<>(good);
        training.removeIf(validation::contains);
        return new ValidationSplit(
                List.copyOf(training),
                good.stream().filter(validation::contains).toList());
    }

    private static byte[] rank(Path file, long seed) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            return digest.digest(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new DetectorException(
                    Kind.DATA,
                    "cannot be read (" + e.getMessage() + ")",
                    file.toString(),
                    "replace the file and import again");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
