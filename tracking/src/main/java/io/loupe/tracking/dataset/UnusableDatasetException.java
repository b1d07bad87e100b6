package io.loupe.tracking.dataset;

import io.loupe.tracking.TrackingException;

/** Something of a dataset is damaged, or is not in the object store: importing it again mends that. */
public final class UnusableDatasetException extends TrackingException {
    private static final long serialVersionUID = 1L;

    UnusableDatasetException(String message, Throwable cause) {
        super(message, false, cause);
    }
}
