package io.loupe.tracking.store;

import io.loupe.tracking.TrackingException;

/** This machine's disk is full, or a folder on it cannot be written: neither a server nor any data is to blame. */
public final class DiskException extends TrackingException {
    private static final long serialVersionUID = 1L;

    public DiskException(String message, Throwable cause) {
        super(message, false, cause);
    }
}
