package io.loupe.detectors;

import java.nio.file.Path;
import java.util.List;

/** A method whose trained state scores images: an anomaly map and a number for each. */
public non-sealed interface Detector<S extends Record> extends TrainableMethod<S> {
    /** Opens a trained detector for scoring. */
    Scorer scorer(CheckpointState state, S settings, Compute compute);

    /**
     * Good images that this training does not learn from: the dataset's own validation images, or those that the detector
     * holds out where there are none. Thresholds for use are chosen on their scores; without any there are no thresholds.
     *
     * @param input as the training had it
     */
    default List<Path> validation(TrainingInput input, S settings) {
        return input.validationGood();
    }
}
