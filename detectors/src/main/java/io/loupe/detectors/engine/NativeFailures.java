package io.loupe.detectors.engine;

import ai.djl.engine.EngineException;
import io.loupe.detectors.DetectorException;
import java.util.Locale;

/** Tells a lack of memory from other failures of libtorch. */
public final class NativeFailures {
    private NativeFailures() {}

    /** The failure to throw on: a {@link DetectorException} with {@code MEMORY}, or the given one. */
    public static RuntimeException classified(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean memory = message.contains("allocate memory") || message.contains("out of memory");
        return failure instanceof EngineException && memory
                ? new DetectorException(
                        DetectorException.Kind.MEMORY,
                        "the device has too little memory for this",
                        "",
                        "use a smaller batch, fewer Gaussians or smaller images")
                : failure;
    }
}
