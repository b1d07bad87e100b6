package io.loupe.tracking.testing;

import io.loupe.tracking.store.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A real S3 server on loopback over a folder. */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "test-access";
    public static final String SECRET_KEY = "test-secret";
    public static final String BUCKET = "loupe";

    private final S3Proxy server;

    private S3Server(S3Proxy server) {
        this.server = server;
    }

    public static S3Server start(Path folder) throws Exception {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        server.start();
        return new S3Server(server);
    }

    public int port() {
        return server.getPort();
    }

    public StoreSettings settings() {
        return settingsVia(port());
    }

    /** The same store behind another port, such as a fault proxy's. */
    public static StoreSettings settingsVia(int port) {
        return new StoreSettings("http://127.0.0.1:" + port, ACCESS_KEY, SECRET_KEY, BUCKET, "us-east-1");
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
