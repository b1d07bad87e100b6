package io.loupe.detectors.efficientad;

import io.loupe.detectors.CheckpointState;

/** The parts of a checkpoint beside {@link CheckpointState#WEIGHTS}, which holds student and autoencoder. */
final class Parts {
    /** The frozen teacher; always the same bytes, so it is stored once. */
    static final String TEACHER = "teacher";

    /** The teacher's channel statistics, and the maps' scales or what they are being made of. */
    static final String STATISTICS = "statistics";

    /** Moments, and in what way this training computes. */
    static final String OPTIMIZER = CheckpointState.OPTIMIZER;

    private Parts() {}
}
