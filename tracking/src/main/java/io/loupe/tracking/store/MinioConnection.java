package io.loupe.tracking.store;

import io.loupe.tracking.TrackingException;
import io.minio.MinioClient;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** A MinIO client and the HTTP connections under it. */
final class MinioConnection implements AutoCloseable {
    private static final int CONNECTIONS = 32;

    private final OkHttpClient http;
    private final MinioClient client;

    /** @throws TrackingException if the endpoint is not an address; nothing is asked of the server yet */
    MinioConnection(StoreSettings settings, StorePatience patience) {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(CONNECTIONS);
        dispatcher.setMaxRequestsPerHost(CONNECTIONS);
        this.http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectTimeout(patience.connect().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(patience.silence().toMillis(), TimeUnit.MILLISECONDS)
                .writeTimeout(patience.silence().toMillis(), TimeUnit.MILLISECONDS)
                .build();
        try {
            this.client = MinioClient.builder()
                    .endpoint(settings.endpoint())
                    .region(settings.region())
                    .credentials(settings.accessKey(), settings.secretKey())
                    .httpClient(http)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new TrackingException(
                    "object store endpoint \"" + settings.endpoint() + "\" is not an address: " + e.getMessage(),
                    false,
                    e);
        }
    }

    MinioClient client() {
        return client;
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
