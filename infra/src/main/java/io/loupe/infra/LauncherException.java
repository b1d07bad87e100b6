package io.loupe.infra;

/** Something that a person has to know or do; its message is printed as it is, without a stack trace. */
public final class LauncherException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, and what to do */
    public LauncherException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, and what to do
     * @param cause kept for the debug output
     */
    public LauncherException(String message, Throwable cause) {
        super(message, cause);
    }
}
