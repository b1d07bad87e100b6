package io.loupe.detectors;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * @param trainGood good training images, in the dataset's order
 * @param validationGood the dataset's own validation images; empty when it has none
 * @param seed seed of all randomness
 * @param compute device and threads
 * @param resumeFrom the checkpoint to go on from
 */
public record TrainingInput(
        List<Path> trainGood,
        List<Path> validationGood,
        long seed,
        Compute compute,
        Optional<CheckpointState> resumeFrom) {
    public TrainingInput {
        trainGood = List.copyOf(trainGood);
        validationGood = List.copyOf(validationGood);
    }
}
