package io.loupe.tracking;

/** A store or tracking server did not do what was asked. */
public class TrackingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean temporary;

    /**
     * @param message what was asked of whom, and the answer
     * @param temporary whether asking again later can help; false for refused credentials, a missing bucket and the like
     */
    public TrackingException(String message, boolean temporary, Throwable cause) {
        super(message, cause);
        this.temporary = temporary;
    }

    public boolean temporary() {
        return temporary;
    }
}
