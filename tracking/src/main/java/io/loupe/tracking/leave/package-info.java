/**
 * Which workers take no work for now: one object in the bucket for each, {@code workers/<host>/<device>.json}, written by
 * whoever takes it out of the queue and read by the worker itself. So it holds whoever is away, and over a worker's
 * restart. Start at {@link io.loupe.tracking.leave.Leaves}.
 */
package io.loupe.tracking.leave;
