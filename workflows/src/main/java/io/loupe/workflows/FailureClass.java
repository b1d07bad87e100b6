package io.loupe.workflows;

/**
 * Who has to act on a failure. It travels as the {@code type} of a Temporal {@code ApplicationFailure}, with
 * {@link FailureReport} as its only detail.
 */
public enum FailureClass {
    /** The experiment asks for something that cannot be done; a person changes it. */
    USER(false),
    /** An image, mask or dataset is not what was registered; a person mends it. */
    DATA(false),
    /** A loss or weight is not finite any more. */
    NUMERICS(false),
    /** The device or the host ran out of memory. */
    MEMORY(false),
    /** A server, disk or network failed; it is tried again without limit. */
    PLATFORM(true),
    /** The worker process died or went silent; it is tried again without limit. */
    LOST_WORKER(true);

    private final boolean retried;

    FailureClass(boolean retried) {
        this.retried = retried;
    }

    /** Whether the platform tries again by itself; otherwise the trial waits in {@code NEEDS_ATTENTION}. */
    public boolean retried() {
        return retried;
    }
}
