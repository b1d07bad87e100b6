/**
 * What a training by steps needs whatever its method: reading a checkpoint's parts, going on with the number of threads it
 * began with, refusing a step that is not finite.
 *
 * <p>Nothing here knows a method's network or settings; a method's own parts of a checkpoint belong to its package. Start
 * at {@link io.loupe.detectors.training.CheckpointParts}.
 */
package io.loupe.detectors.training;
