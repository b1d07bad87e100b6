package io.loupe.tracking.dataset;

import io.loupe.tracking.store.Sha256;

/** What a dataset's file entry may look like; manifests come from a store that others can write to. */
final class DatasetFiles {
    private DatasetFiles() {}

    static void check(DatasetManifest.File file) {
        String path = file.path();
        boolean unsafe = path.isEmpty() || path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0;
        for (String segment : path.split("/", -1)) {
            unsafe |= segment.isEmpty() || segment.equals(".") || segment.equals("..");
        }
        if (unsafe) {
            throw new IllegalArgumentException(
                    "dataset path \"" + path + "\" is not a relative path inside the folder");
        }
        if (!Sha256.isHash(file.sha256()) || file.size() < 0) {
            throw new IllegalArgumentException("dataset file " + path + " has no valid SHA-256 or size");
        }
    }
}
