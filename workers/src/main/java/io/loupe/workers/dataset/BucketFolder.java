package io.loupe.workers.dataset;

import io.loupe.detectors.DetectorException;
import io.loupe.detectors.DetectorException.Kind;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.workers.archive.Archive;
import io.loupe.workers.archive.ArchiveLimits;
import io.loupe.workflows.dataset.ImportSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Copies what stands under a prefix of a bucket into a folder. */
final class BucketFolder {
    /** Loupe's own objects are no datasets. */
    private static final Set<String> OWN = Set.of("datasets", "checkpoints", "mlflow", "uploads", "weights");

    private final ObjectStore bucket;
    private final boolean own;
    private final String prefix;
    private final ArchiveLimits limits;

    /**
     * @param loupes Loupe's own bucket; others are reached with its credentials
     * @param source {@code <bucket>/<prefix>}, with or without a slash behind; the prefix may be empty
     */
    BucketFolder(ObjectStore loupes, String source, ArchiveLimits limits) {
        String name = source.split("/", 2)[0];
        this.own = name.equals(loupes.bucket());
        this.bucket = own ? loupes : loupes.bucket(name);
        String rest = source.substring(Math.min(source.length(), name.length() + 1));
        this.prefix = rest.isEmpty() || rest.endsWith("/") ? rest : rest + "/";
        this.limits = limits;
    }

    /**
     * Copies.
     *
     * @return the folder, named as the last part of the prefix
     * @throws DetectorException with {@code USER} if nothing stands there, or too much, or the bucket cannot be read
     */
    Path copy(Path scratch, Archive.Progress progress) throws IOException {
        if (own && (prefix.isEmpty() || OWN.contains(prefix.substring(0, prefix.indexOf('/'))))) {
            throw wrong("these are Loupe's own objects", "Give the prefix of a dataset.");
        }
        List<ObjectStore.Entry> entries = entries();
        long total = entries.stream().mapToLong(ObjectStore.Entry::size).sum();
        if (entries.isEmpty()) {
            throw wrong("nothing stands under this prefix of the bucket", "Copy the dataset there first.");
        }
        if (entries.size() > limits.entries() || total > limits.bytes()) {
            throw wrong(
                    entries.size() + " objects of " + (total >> 20) + " MiB are more than are imported at once",
                    "Import its categories one by one.");
        }
        String[] parts = (bucket.bucket() + "/" + prefix).split("/");
        Path folder = Files.createDirectories(scratch.resolve(SourceImport.stem(parts[parts.length - 1])));
        long done = 0;
        for (ObjectStore.Entry entry : entries) {
            String name = entry.key().substring(prefix.length());
            if (Arrays.asList(name.split("/")).contains("..") || name.startsWith("/")) {
                throw wrong("the key " + entry.key() + " leads out of the prefix", "Rename the object.");
            }
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            bucket.download(entry.key(), file);
            done += entry.size();
            progress.at(done, total);
        }
        return folder;
    }

    private List<ObjectStore.Entry> entries() {
        try {
            return bucket.entries(prefix).stream()
                    .filter(entry -> !entry.key().endsWith("/"))
                    .toList();
        } catch (TrackingException e) {
            if (own || e.temporary()) {
                throw e;
            }
            throw wrong(e.getMessage(), "Give a bucket that exists, and that Loupe's access key may read.");
        }
    }

    private DetectorException wrong(String message, String advice) {
        return new DetectorException(Kind.USER, message, ImportSpec.BUCKET + bucket.bucket() + "/" + prefix, advice);
    }
}
