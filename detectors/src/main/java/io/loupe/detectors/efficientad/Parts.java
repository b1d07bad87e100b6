package io.loupe.detectors.efficientad;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.SafeTensors;

/** The parts of a checkpoint beside {@link CheckpointState#WEIGHTS}, which holds student and autoencoder. */
final class Parts {
    /** The frozen teacher; always the same bytes, so it is stored once. */
    static final String TEACHER = "teacher";

    /** The teacher's channel statistics, and the maps' scales or what they are being made of. */
    static final String STATISTICS = "statistics";

    /** Moments, and in what way this training computes. */
    static final String OPTIMIZER = "optimizer";

    private Parts() {}

    /** @throws DetectorException with {@code DATA} if the part is missing or damaged */
    static SafeTensors read(CheckpointState state, String part) {
        byte[] bytes = state.parts().get(part);
        if (bytes == null) {
            throw new DetectorException(
                    Kind.DATA,
                    "the checkpoint of step " + state.step() + " has no such part",
                    part,
                    "go back to an earlier checkpoint");
        }
        return SafeTensors.read(bytes, part);
    }
}
