package io.loupe.web.catalogue;

/** There is nothing of that id or name. */
public final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownException(String message) {
        super(message);
    }
}
