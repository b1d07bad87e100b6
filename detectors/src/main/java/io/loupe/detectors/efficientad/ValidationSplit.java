package io.loupe.detectors.efficientad;

import io.loupe.detectors.TrainingInput;
import java.nio.file.Path;
import java.util.List;

/**
 * Which good images train and which set the maps' scale. A dataset's own validation images are used as they are; else a
 * share of the training images is held out, chosen by a hash of seed and content, so that neither names nor order matter.
 */
record ValidationSplit(List<Path> training, List<Path> validation) {
    /** @throws io.loupe.detectors.DetectorException with {@code DATA} if either would be empty, or a file cannot be read */
    static ValidationSplit of(TrainingInput input, double share) {
        TrainingInput split = input.holdingOut(share);
        return new ValidationSplit(split.trainGood(), split.validationGood());
    }
}
