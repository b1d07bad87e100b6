package io.loupe.detectors.efficientad;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.TrainingInput;
import io.loupe.detectors.dataset.HoldOut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which good images train and which set the maps' scale. A dataset's own validation images are used as they are; else a
 * share of the training images is held out, chosen by a hash of seed and content, so that neither names nor order matter.
 */
record ValidationSplit(List<Path> training, List<Path> validation) {
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
        Set<Path> validation = HoldOut.of(good, held, input.seed());
        List<Path> training = new ArrayList<>(good);
        training.removeIf(validation::contains);
        return new ValidationSplit(
                List.copyOf(training),
                good.stream().filter(validation::contains).toList());
    }
}
