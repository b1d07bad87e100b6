package io.loupe.detectors.weights;

/**
 * Numbers of a file that tensors are views of, as the pickle names them.
 *
 * @param key its name within the file
 * @param size how many numbers
 */
record PickledStorage(StorageType type, String key, long size) {}
