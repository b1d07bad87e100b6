/**
 * When a worker takes no work: a person has taken it out of the queue, or it found itself unfit because trial after trial
 * failed on it. Start at {@link io.loupe.workers.leave.LeaveWatch}.
 */
package io.loupe.workers.leave;
