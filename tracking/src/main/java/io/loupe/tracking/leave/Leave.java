package io.loupe.tracking.leave;

import static java.util.Objects.requireNonNull;

/**
 * A worker takes no work until somebody calls it back.
 *
 * @param worker {@code <host>/<device>}, the process's number left out: another process on that device is on leave too
 * @param who took it out of the queue; the worker's own name if it did so itself
 * @param at milliseconds since the epoch
 * @param reason as a sentence for people
 * @param byItself whether it found itself unfit
 */
public record Leave(String worker, String who, long at, String reason, boolean byItself) {
    public Leave {
        requireNonNull(worker, "worker is null");
        requireNonNull(who, "who is null");
        requireNonNull(reason, "reason is null");
    }
}
