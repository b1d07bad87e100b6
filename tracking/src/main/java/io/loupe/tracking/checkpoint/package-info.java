/**
 * The one commit point: what has a manifest happened, what has none did not.
 *
 * <p>Start at {@link io.loupe.tracking.checkpoint.CheckpointStore}.
 */
package io.loupe.tracking.checkpoint;
