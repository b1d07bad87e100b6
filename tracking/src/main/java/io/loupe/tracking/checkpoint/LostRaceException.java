package io.loupe.tracking.checkpoint;

/** Another attempt of the same trial published first; this one must stop writing. */
public final class LostRaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LostRaceException(String message) {
        super(message);
    }
}
