/**
 * Asking again: how often, how long, with how much jitter. What is worth asking again is decided by whoever asks, by
 * throwing a temporary {@link io.loupe.tracking.TrackingException}.
 */
package io.loupe.tracking.retry;
