package io.loupe.detectors;

import io.loupe.detectors.dataset.HoldOut;
import io.loupe.detectors.weights.WeightsLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * @param trainGood good training images, in the dataset's order
 * @param validationGood the dataset's own validation images; empty when it has none
 * @param seed seed of all randomness
 * @param compute device and threads
 * @param weights where to find weights that others trained
 * @param resumeFrom the checkpoint to go on from
 */
public record TrainingInput(
        List<Path> trainGood,
        List<Path> validationGood,
        long seed,
        Compute compute,
        WeightsLibrary weights,
        Optional<CheckpointState> resumeFrom) {
    public TrainingInput {
        trainGood = List.copyOf(trainGood);
        validationGood = List.copyOf(validationGood);
    }

    /** A training that needs no weights of others. */
    public TrainingInput(
            List<Path> trainGood,
            List<Path> validationGood,
            long seed,
            Compute compute,
            Optional<CheckpointState> resumeFrom) {
        this(trainGood, validationGood, seed, compute, WeightsLibrary.EMPTY, resumeFrom);
    }

    /**
     * The same with a share of the training images held out for validation, chosen by a hash of seed and content, so that
     * neither names nor order matter. A dataset's own validation images are used as they are, and nothing is held out.
     *
     * @param share 0 for none, below 1
     * @throws DetectorException with {@code DATA} if there are no training images or one alone, or a file cannot be read
     */
    public TrainingInput holdingOut(double share) {
        requireTrainGood();
        if (share == 0 || !validationGood.isEmpty()) {
            return this;
        }
        if (trainGood.size() < 2) {
            throw new DetectorException(
                    DetectorException.Kind.DATA,
                    "there are no validation images, and one training image is too few to hold one out",
                    "validation",
                    "add good training images, or a folder validation/good");
        }
        int all = trainGood.size();
        int held = Math.clamp(all - (long) Math.floor((1 - share) * all + 1e-9), 1, all - 1);
        Set<Path> chosen = HoldOut.of(trainGood, held, seed);
        return new TrainingInput(
                trainGood.stream().filter(image -> !chosen.contains(image)).toList(),
                trainGood.stream().filter(chosen::contains).toList(),
                seed,
                compute,
                weights,
                resumeFrom);
    }

    /** @throws DetectorException with {@code DATA} if there are no good training images */
    public void requireTrainGood() {
        if (trainGood.isEmpty()) {
            throw new DetectorException(
                    DetectorException.Kind.DATA,
                    "there are no good training images",
                    "train",
                    "add images to the training split");
        }
    }
}
