package io.loupe.workers.archive;

/** An archive that is not unpacked; the message says why and what to do. */
public final class ArchiveException extends Exception {
    private static final long serialVersionUID = 1L;

    ArchiveException(String message) {
        super(message);
    }
}
