package io.loupe.detectors;

import java.util.List;
import java.util.Optional;

/**
 * A training under way, on one thread. It is a pure function of (settings, images, seed, step): all randomness is drawn
 * by counter, so that a training that goes on from a {@link CheckpointState} ends in the same bytes as one that was
 * never interrupted, on one kind of processor and number of threads. On GPUs it is the same up to the device's own
 * nondeterminism: some of libtorch's sums have no fixed order there.
 */
public interface Training extends AutoCloseable {
    /** Steps done. */
    long step();

    long totalSteps();

    /** What a person should know of this training before its result surprises them: whole sentences, for the timeline. */
    default List<String> notices() {
        return List.of();
    }

    /**
     * Does the next step.
     *
     * @throws DetectorException with {@code NUMERICS} if a loss is not finite; the step then has not happened
     */
    StepReport advance();

    /**
     * Asked after a step failed with {@code MEMORY}: lets the steps from now on take less memory with the same
     * mathematics, so that only the order in which floats are added changes, and the same step can be done again.
     *
     * @return what has changed, a whole sentence for the timeline; empty if nothing can, or may by the settings
     */
    default Optional<String> lighter() {
        return Optional.empty();
    }

    /** A copy of everything needed to go on exactly; the training may advance while it is written away. */
    CheckpointState save();

    @Override
    void close();
}
