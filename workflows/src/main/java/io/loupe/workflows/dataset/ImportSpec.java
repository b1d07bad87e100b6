package io.loupe.workflows.dataset;

/**
 * @param importId UUIDv7
 * @param dataset name in the catalogue
 * @param folder absolute path, readable by the worker: a dataset folder that holds category folders, or one category
 * @param layout {@code auto} or {@code mvtec}
 */
public record ImportSpec(String importId, String dataset, String folder, String layout) {}
