package io.loupe.detectors.weights;

import static java.util.Objects.requireNonNull;

import io.loupe.detectors.tensor.HostTensor;
import java.util.Collections;
import java.util.SortedMap;

/**
 * Weights that were found and verified.
 *
 * @param name as asked for
 * @param sha256 of the file they come from, 64 hex digits; names them for ever
 * @param tensors by their names in the file
 */
public record Weights(String name, String sha256, SortedMap<String, HostTensor> tensors) {
    public Weights {
        requireNonNull(name, "name is null");
        requireNonNull(sha256, "sha256 is null");
        tensors = Collections.unmodifiableSortedMap(tensors);
    }
}
