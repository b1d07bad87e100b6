package io.loupe.infra.service;

import io.loupe.infra.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server inside this JVM whose objects are files of a folder. */
public final class ObjectFolder implements AutoCloseable {

    /** How S3Proxy begins the name of a part of an upload; it refuses keys of objects that begin so. */
    private static final String PART = ".mpus-";

    private final S3Proxy server;

    private ObjectFolder(S3Proxy server) {
        this.server = server;
    }

    /**
     * Serves {@code directory} at the address of {@code store}; makes its bucket, and rids it of the parts of uploads that
     * were cut off, which no listing shows.
     *
     * @throws LauncherException if it can not be served
     */
    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    public static ObjectFolder serve(Path directory, Store store) {
        try {
            Path bucket = Files.createDirectories(directory.resolve(store.bucket()));
            deleteCutOffUploads(bucket);
            S3Proxy server = S3Proxy.builder()
                    .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                    .endpoint(store.endpoint())
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, store.accessKey(), store.secretKey())
                    .build();
            server.start();
            return new ObjectFolder(server);
        } catch (Exception e) { // what S3Proxy declares
            throw new LauncherException(
                    "cannot serve " + directory + " at " + store.endpoint() + ": " + e.getMessage(), e);
        }
    }

    /** Nobody else serves the folder, so what is there of uploads in parts will never be completed. */
    private static void deleteCutOffUploads(Path bucket) throws IOException {
        List<Path> parts;
        try (Stream<Path> entries = Files.list(bucket)) {
            parts = entries.filter(entry -> entry.getFileName().toString().startsWith(PART))
                    .toList();
        }
        for (Path part : parts) {
            // The name goes on with the object's key, so one that holds a slash is a folder.
            try (Stream<Path> below = Files.walk(part)) {
                for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // what S3Proxy declares
            throw new LauncherException("the object store did not stop: " + e.getMessage(), e);
        }
    }
}
