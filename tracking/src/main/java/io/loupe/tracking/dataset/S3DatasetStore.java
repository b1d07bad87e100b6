package io.loupe.tracking.dataset;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.Json;
import io.loupe.tracking.Parallel;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.tracking.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/**
 * Datasets over an object store. Thread-safe.
 *
 * <p>A blob that stands there with the right size is not sent again when a new version is published; when an existing
 * version is published once more, every blob is read and compared, so importing a dataset again mends it.
 */
public final class S3DatasetStore implements DatasetStore {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int TRANSFERS = 8;

    private final ObjectStore objects;
    private final Map<String, DatasetManifest> manifests = new ConcurrentHashMap<>();

    public S3DatasetStore(ObjectStore objects) {
        this.objects = requireNonNull(objects, "objects is null");
    }

    @Override
    public DatasetManifest publish(
            String name,
            Function<DatasetManifest.File, Path> source,
            List<DatasetManifest.File> files,
            IntConsumer progress) {
        checkName(name);
        List<DatasetManifest.File> sorted = files.stream()
                .sorted(Comparator.comparing(DatasetManifest.File::path))
                .toList();
        Set<String> paths = new HashSet<>();
        for (DatasetManifest.File file : sorted) {
            DatasetFiles.check(file);
            if (!paths.add(file.path())) {
                throw new IllegalArgumentException("dataset file " + file.path() + " is listed twice");
            }
        }
        String version = Sha256.of(Json.write(sorted));
        DatasetManifest manifest = new DatasetManifest(name, version, sorted);
        boolean mend = objects.size(manifestKey(name, version)).isPresent();

        Map<String, Long> present = new HashMap<>();
        objects.entries(blobPrefix(name))
                .forEach(entry ->
                        present.put(entry.key().substring(blobPrefix(name).length()), entry.size()));
        AtomicInteger done = new AtomicInteger();
        Parallel.map(sorted, TRANSFERS, file -> {
            boolean there = Long.valueOf(file.size()).equals(present.get(file.sha256()));
            if (!there || (mend && !intact(name, file))) {
                send(name, source.apply(file), file);
            }
            progress(progress, done);
            return Boolean.TRUE;
        });
        objects.put(manifestKey(name, version), Json.write(manifest), "application/json");
        return manifest;
    }

    @Override
    public DatasetManifest manifest(String name, String version) {
        checkName(name);
        if (!Sha256.isHash(version)) {
            throw new IllegalArgumentException("dataset version \"" + version + "\" is not 64 hex digits");
        }
        return manifests.computeIfAbsent(name + "/" + version, key -> load(name, version));
    }

    @Override
    public byte[] read(String name, String sha256) {
        byte[] content = objects.get(blobKey(name, sha256)).orElseThrow(() -> damaged(name, sha256, "is missing"));
        if (!Sha256.of(content).equals(sha256)) {
            throw damaged(name, sha256, "does not match its SHA-256");
        }
        return content;
    }

    @Override
    public Path fetch(String name, String version, String category, Path cache, IntConsumer progress) {
        DatasetManifest manifest = manifest(name, version);
        List<DatasetManifest.File> files = manifest.files().stream()
                .filter(file -> file.path().startsWith(category + "/"))
                .toList();
        if (files.isEmpty()) {
            throw new UnusableDatasetException(
                    "dataset " + name + " has no category \"" + category + "\" in version " + version, null);
        }
        Path root = cache.resolve(name).resolve(version);
        return new CategoryCache(root, category, files, file -> read(name, file.sha256())).fill(TRANSFERS, progress);
    }

    static void progress(IntConsumer progress, AtomicInteger done) {
        synchronized (done) {
            progress.accept(done.incrementAndGet());
        }
    }

    private DatasetManifest load(String name, String version) {
        Optional<byte[]> json = objects.get(manifestKey(name, version));
        if (json.isEmpty()) {
            throw new UnusableDatasetException(
                    "dataset " + name + " has no version " + version + " in the object store; import it again", null);
        }
        try {
            DatasetManifest manifest = Json.read(json.get(), DatasetManifest.class);
            manifest.files().forEach(DatasetFiles::check);
            if (!Sha256.of(Json.write(manifest.files())).equals(version)) {
                throw new IOException("its content does not match the version");
            }
            return new DatasetManifest(name, version, List.copyOf(manifest.files()));
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new UnusableDatasetException(
                    "dataset " + name + ": the object " + manifestKey(name, version) + " is damaged (" + e.getMessage()
                            + "); import the dataset again",
                    e);
        }
    }

    private boolean intact(String name, DatasetManifest.File file) {
        return objects.get(blobKey(name, file.sha256()))
                .map(content -> Sha256.of(content).equals(file.sha256()))
                .orElse(false);
    }

    private void send(String name, Path source, DatasetManifest.File file) {
        byte[] content;
        try {
            content = Files.readAllBytes(source);
        } catch (IOException e) {
            throw new TrackingException("cannot read " + source + ": " + e, false, e);
        }
        if (content.length != file.size() || !Sha256.of(content).equals(file.sha256())) {
            throw new TrackingException(
                    file.path() + " changed while it was imported; import the folder again when nothing writes to it",
                    false,
                    null);
        }
        objects.put(blobKey(name, file.sha256()), content, "application/octet-stream");
    }

    private static UnusableDatasetException damaged(String name, String sha256, String what) {
        return new UnusableDatasetException(
                "dataset " + name + ": the object " + blobKey(name, sha256) + " " + what
                        + "; import the dataset again, then resume",
                null);
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "dataset name \"" + name + "\" may hold letters, digits, dot, - and _ only");
        }
    }

    private static String manifestKey(String name, String version) {
        return "datasets/" + name + "/manifests/" + version + ".json";
    }

    private static String blobPrefix(String name) {
        return "datasets/" + name + "/blobs/";
    }

    private static String blobKey(String name, String sha256) {
        checkName(name);
        if (!Sha256.isHash(sha256)) {
            throw new IllegalArgumentException("\"" + sha256 + "\" is not a SHA-256");
        }
        return blobPrefix(name) + sha256;
    }
}
