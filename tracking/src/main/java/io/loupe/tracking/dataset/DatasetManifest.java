package io.loupe.tracking.dataset;

import java.util.List;

/**
 * One version of a dataset.
 *
 * @param name in the catalogue
 * @param version SHA-256 of the canonical JSON of {@code files}, 64 hex digits
 * @param files sorted by path
 */
public record DatasetManifest(String name, String version, List<File> files) {
    /**
     * One file.
     *
     * @param path {@code <category>/train/good/000.png} and so on, as in the imported folder
     * @param sha256 of its content, 64 hex digits
     * @param size in bytes
     */
    public record File(String path, String sha256, long size) {}
}
