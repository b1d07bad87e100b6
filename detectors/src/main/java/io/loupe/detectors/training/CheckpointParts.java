package io.loupe.detectors.training;

import io.loupe.detectors.CheckpointState;
import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.detectors.tensor.SafeTensors;

/** Reads the parts of a checkpoint. */
public final class CheckpointParts {
    private CheckpointParts() {}

    /** @throws DetectorException with {@code DATA} if the part is missing or damaged */
    public static SafeTensors read(CheckpointState state, String part) {
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
