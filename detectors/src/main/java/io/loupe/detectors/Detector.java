package io.loupe.detectors;

/** A method whose trained state scores images: an anomaly map and a number for each. */
public non-sealed interface Detector<S extends Record> extends TrainableMethod<S> {
    /** Opens a trained detector for scoring. */
    Scorer scorer(CheckpointState state, S settings, Compute compute);
}
