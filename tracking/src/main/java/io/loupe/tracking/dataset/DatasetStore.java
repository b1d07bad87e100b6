package io.loupe.tracking.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Datasets in the object store, and verified copies of them on disk. */
public interface DatasetStore {
    /**
     * Copies files to {@code datasets/<name>/blobs/<sha256>} and then writes {@code
     * datasets/<name>/manifests/<version>.json}. The version is the SHA-256 of the manifest's canonical JSON, so equal
     * content has an equal version.
     *
     * @param source where each file lies; it may have another name there
     * @param files their paths in the dataset, hashed
     * @param progress told the number of files done
     */
    DatasetManifest publish(
            String name,
            Function<DatasetManifest.File, Path> source,
            List<DatasetManifest.File> files,
            IntConsumer progress);

    /** The same for files that lie below {@code folder} under the paths that they have in the dataset. */
    default DatasetManifest publish(String name, Path folder, List<DatasetManifest.File> files, IntConsumer progress) {
        return publish(name, file -> folder.resolve(file.path()), files, progress);
    }

    DatasetManifest manifest(String name, String version);

    /** One file's bytes. */
    byte[] read(String name, String sha256);

    /**
     * Makes {@code <cache>/<name>/<version>/<category>} hold the category's files exactly: missing and damaged ones are
     * fetched, every hash is verified, and the folder is usable while another process does the same.
     *
     * @return the category's folder
     * @throws UnusableDatasetException when an object is damaged or missing
     * @throws io.loupe.tracking.store.DiskException when the cache cannot be written
     */
    Path fetch(String name, String version, String category, Path cache, IntConsumer progress);
}
