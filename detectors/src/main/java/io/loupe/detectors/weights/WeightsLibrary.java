package io.loupe.detectors.weights;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;

/** Where a training finds weights that others trained, by their name in documents. */
@FunctionalInterface
public interface WeightsLibrary {
    /** Holds nothing. */
    WeightsLibrary EMPTY = name -> {
        throw new DetectorException(
                Kind.USER, "there are no weights of this name here", name, "use weights that are there");
    };

    /**
     * Finds weights and verifies them.
     *
     * @param name such as {@code efficientnet-lite0}
     * @throws DetectorException with {@code USER} if there are none of this name, if their file is not here, or if it is
     *     not the file it should be; the advice says where to get it and where to put it
     */
    Weights load(String name);
}
