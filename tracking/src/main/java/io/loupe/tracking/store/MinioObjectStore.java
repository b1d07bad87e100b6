package io.loupe.tracking.store;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.retry.Retry;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * Any S3 server through the MinIO client. Thread-safe.
 *
 * <p>Every write carries checksums of its content (CRC32C, and SHA-256 where TLS does not guard it anyway), so the server refuses what was changed on the way. A write whose
 * answer was lost is simply sent again; for {@link #putIfAbsent} the key's content then tells whether the lost write was
 * this call's own. Refused credentials and a missing bucket fail at once, everything that may pass is tried again.
 */
public final class MinioObjectStore implements ObjectStore {
    private static final long MULTIPART_FROM = 64L << 20;
    /** Servers hold a part in memory, several at a time, and the local stack's has little of it. */
    private static final long PART_SIZE = 16L << 20;

    private static final int CONNECTIONS = 32;
    private static final String PROBE = "probes/create-if-absent";

    private final StoreSettings settings;
    private final MinioClient client;
    private final OkHttpClient http;
    private final Retry retry;
    private final StoreFailures failures;

    public MinioObjectStore(StoreSettings settings) {
        this(settings, StorePatience.STANDARD);
    }

    public MinioObjectStore(StoreSettings settings, StorePatience patience) {
        this.settings = requireNonNull(settings, "settings is null");
        this.failures = new StoreFailures(settings);
        this.retry = new Retry(patience.retries());
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

    @Override
    public void put(String key, byte[] content, String contentType) {
        String what = "write " + Keys.checked(key);
        retry.run(what, number -> ask(what, () -> client.putObject(putArgs(key, content, contentType, Map.of()))));
    }

    @Override
    public void put(String key, Path file, String contentType) {
        String what = "write " + Keys.checked(key);
        try {
            if (Files.size(file) < MULTIPART_FROM) {
                put(key, Files.readAllBytes(file), contentType);
                return;
            }
        } catch (IOException e) {
            throw new TrackingException("cannot read " + file + ": " + e, false, e);
        }
        retry.run(
                what,
                number -> ask(
                        what,
                        () -> client.uploadObject(UploadObjectArgs.builder()
                                .bucket(settings.bucket())
                                .object(key)
                                .filename(file.toString(), PART_SIZE)
                                .contentType(contentType)
                                .build())));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        String what = "create " + Keys.checked(key);
        return retry.call(what, number -> {
            try {
                client.putObject(putArgs(key, content, contentType, Map.of("If-None-Match", "*")));
                return true;
            } catch (MinioException | RuntimeException e) {
                if (!StoreFailures.isPreconditionFailed(e)) {
                    throw failures.explain(what, e);
                }
                // An earlier try of this very call may have created it and lost only the answer.
                return number > 1
                        && get(key).map(stored -> Arrays.equals(stored, content))
                                .orElse(false);
            }
        });
    }

    @Override
    public Optional<byte[]> get(String key) {
        String what = "read " + Keys.checked(key);
        return retry.call(
                what,
                number -> ifPresent(what, () -> {
                    try (GetObjectResponse response = client.getObject(getArgs(key))) {
                        return content(response);
                    }
                }));
    }

    @Override
    public Optional<InputStream> open(String key) {
        String what = "open " + Keys.checked(key);
        return retry.call(what, number -> ifPresent(what, () -> client.getObject(getArgs(key))));
    }

    @Override
    public boolean download(String key, Path target) {
        String what = "read " + Keys.checked(key);
        return retry.call(what, number -> {
            Optional<GetObjectResponse> response = ifPresent(what, () -> client.getObject(getArgs(key)));
            if (response.isEmpty()) {
                return false;
            }
            try (GetObjectResponse input = response.get()) {
                AtomicFiles.write(target, output -> copy(what, input, output));
            } catch (IOException e) {
                throw failures.explain(what, e);
            }
            return true;
        });
    }

    @Override
    public Optional<Long> size(String key) {
        String what = "look at " + Keys.checked(key);
        return retry.call(
                what,
                number -> ifPresent(what, () -> client.statObject(StatObjectArgs.builder()
                                .bucket(settings.bucket())
                                .object(key)
                                .build())
                        .size()));
    }

    @Override
    public List<String> list(String prefix) {
        return entries(prefix).stream().map(Entry::key).toList();
    }

    @Override
    public List<Entry> entries(String prefix) {
        String what = "list " + prefix;
        return retry.call(
                what,
                number -> ask(what, () -> {
                    List<Entry> found = new ArrayList<>();
                    for (Result<Item> line : client.listObjects(ListObjectsArgs.builder()
                            .bucket(settings.bucket())
                            .prefix(prefix)
                            .recursive(true)
                            .build())) {
                        Item item = line.get();
                        found.add(new Entry(
                                item.objectName(),
                                item.size(),
                                item.lastModified().toInstant()));
                    }
                    found.sort(Comparator.comparing(Entry::key));
                    return List.copyOf(found);
                }));
    }

    @Override
    public void delete(String key) {
        String what = "delete " + Keys.checked(key);
        retry.run(
                what,
                number -> ifPresent(what, () -> {
                    client.removeObject(RemoveObjectArgs.builder()
                            .bucket(settings.bucket())
                            .object(key)
                            .build());
                    return Boolean.TRUE;
                }));
    }

    @Override
    public void ensureBucket() {
        String what = "use bucket " + settings.bucket();
        retry.run(
                what,
                number -> ask(what, () -> {
                    if (!client.bucketExists(
                            BucketExistsArgs.builder().bucket(settings.bucket()).build())) {
                        createBucket();
                    }
                    return Boolean.TRUE;
                }));
        checkConditionalWrites();
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /** Publishing rests on create-if-absent, and a server that does not know it would say yes to everybody. */
    private void checkConditionalWrites() {
        putIfAbsent(PROBE, new byte[] {1}, "application/octet-stream");
        if (putIfAbsent(PROBE, new byte[] {2}, "application/octet-stream")) {
            throw new TrackingException(
                    "object store " + settings + " ignores the condition If-None-Match of a write, so two attempts of a"
                            + " trial could overwrite each other; use a server that knows conditional writes",
                    false,
                    null);
        }
    }

    private void createBucket() throws MinioException {
        try {
            client.makeBucket(MakeBucketArgs.builder().bucket(settings.bucket()).build());
        } catch (io.minio.errors.ErrorResponseException e) {
            String code = e.errorResponse().code();
            if (!code.equals("BucketAlreadyOwnedByYou") && !code.equals("BucketAlreadyExists")) {
                throw e;
            }
        }
    }

    private PutObjectArgs putArgs(String key, byte[] content, String contentType, Map<String, String> headers)
            throws MinioException {
        PutObjectArgs.Builder request = PutObjectArgs.builder()
                .bucket(settings.bucket())
                .object(key)
                .contentType(contentType)
                .extraHeaders(headers);
        // As data, it would be sent in one request whatever its size, and servers limit that.
        return content.length < MULTIPART_FROM
                ? request.data(content, content.length).build()
                : request.stream(new ByteArrayInputStream(content), (long) content.length, PART_SIZE)
                        .build();
    }

    private GetObjectArgs getArgs(String key) {
        return GetObjectArgs.builder().bucket(settings.bucket()).object(key).build();
    }

    /** Reads into an array of the announced length: a large object never stands in memory twice. */
    private static byte[] content(GetObjectResponse response) throws IOException {
        String announced = response.headers().get("Content-Length");
        if (announced == null) {
            return response.readAllBytes();
        }
        byte[] content = new byte[Math.toIntExact(Long.parseLong(announced))];
        int read = response.readNBytes(content, 0, content.length);
        if (read < content.length) {
            throw new EOFException("the answer ended after " + read + " of " + content.length + " bytes");
        }
        return content;
    }

    /** Keeps failures of the network, which may pass, apart from failures of the disk, which do not. */
    private void copy(String what, InputStream input, java.io.OutputStream output) throws IOException {
        byte[] buffer = new byte[1 << 16];
        while (true) {
            int read;
            try {
                read = input.read(buffer);
            } catch (IOException e) {
                throw failures.explain(what, e);
            }
            if (read < 0) {
                return;
            }
            output.write(buffer, 0, read);
        }
    }

    private <T> T ask(String what, Question<T> question) {
        try {
            return question.ask();
        } catch (MinioException | IOException | RuntimeException e) {
            throw failures.explain(what, e);
        }
    }

    private <T> Optional<T> ifPresent(String what, Question<T> question) {
        try {
            return Optional.of(question.ask());
        } catch (MinioException | IOException | RuntimeException e) {
            if (StoreFailures.isMissingKey(e)) {
                return Optional.empty();
            }
            throw failures.explain(what, e);
        }
    }

    /** One request to the server. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws MinioException, IOException;
    }
}
