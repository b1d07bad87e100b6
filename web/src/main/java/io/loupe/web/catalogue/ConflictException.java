package io.loupe.web.catalogue;

/** What is asked for contradicts what is known; the message says what, and what to do. */
public class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }
}
