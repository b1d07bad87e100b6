package io.loupe.tracking.mlflow;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.Parallel;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a run, written straight into the bucket folder that MLflow shows as the run's artifacts. Works while MLflow
 * is away. Paths are relative, with {@code /}, and may not leave the folder.
 */
public final class RunArtifacts {
    private static final int UPLOADS = 8;

    private final ObjectStore objects;

    public RunArtifacts(ObjectStore objects) {
        this.objects = requireNonNull(objects, "objects is null");
    }

    /**
     * Puts every file below {@code folder} at the same relative path of the run; files already there are replaced.
     *
     * @param artifactRoot {@link RunTracker.Run#artifactRoot}
     * @return number of files
     */
    public int upload(String artifactRoot, Path folder) {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new TrackingException("cannot list " + folder + ": " + e, false, e);
        }
        Parallel.map(files, UPLOADS, file -> {
            String path = folder.relativize(file).toString().replace('\\', '/');
            objects.put(key(artifactRoot, path), file, ContentTypes.of(path));
            return Boolean.TRUE;
        });
        return files.size();
    }

    /** Puts one file. */
    public void put(String artifactRoot, String path, byte[] content) {
        objects.put(key(artifactRoot, path), content, ContentTypes.of(path));
    }

    /** Relative paths of the run's files that begin with {@code prefix} ("" for all), sorted. */
    public List<String> list(String artifactRoot, String prefix) {
        String root = checkedRoot(artifactRoot) + "/";
        return objects.list(root + prefix).stream()
                .map(key -> key.substring(root.length()))
                .toList();
    }

    public Optional<byte[]> read(String artifactRoot, String path) {
        return objects.get(key(artifactRoot, path));
    }

    /** Streams one file; the caller closes. */
    public Optional<InputStream> open(String artifactRoot, String path) {
        return objects.open(key(artifactRoot, path));
    }

    /** The content type that the file is stored with. */
    public static String contentType(String path) {
        return ContentTypes.of(path);
    }

    private static String key(String artifactRoot, String path) {
        boolean unsafe = path.isEmpty() || path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0;
        for (String segment : path.split("/", -1)) {
            unsafe |= segment.isEmpty() || segment.equals(".") || segment.equals("..");
        }
        if (unsafe) {
            throw new IllegalArgumentException(
                    "artifact path \"" + path + "\" is not a relative path inside the run's folder");
        }
        return checkedRoot(artifactRoot) + "/" + path;
    }

    private static String checkedRoot(String artifactRoot) {
        if (artifactRoot.isEmpty() || artifactRoot.startsWith("/") || artifactRoot.endsWith("/")) {
            throw new IllegalArgumentException(
                    "artifact root \"" + artifactRoot + "\" is not a key prefix without outer slashes");
        }
        return artifactRoot;
    }
}
