package io.loupe.detectors;

import io.loupe.detectors.weights.WeightsLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
