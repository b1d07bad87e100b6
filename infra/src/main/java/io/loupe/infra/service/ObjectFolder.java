package io.loupe.infra.service;

import io.loupe.infra.LauncherException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server inside this JVM whose objects are files of a folder. */
public final class ObjectFolder implements AutoCloseable {

    private final S3Proxy server;

    private ObjectFolder(S3Proxy server) {
        this.server = server;
    }

    /**
     * Serves {@code directory} at the address of {@code store}; makes its bucket.
     *
     * @throws LauncherException if it can not be served
     */
    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    public static ObjectFolder serve(Path directory, Store store) {
        try {
            Files.createDirectories(directory.resolve(store.bucket()));
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

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // what S3Proxy declares
            throw new LauncherException("the object store did not stop: " + e.getMessage(), e);
        }
    }
}
