package io.loupe.tracking.store;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.retry.Retry;
import io.minio.GetObjectResponse;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any S3 server through the MinIO client. Thread-safe.
 *
 * <p>Every write carries checksums of its content (CRC32C, and SHA-256 where TLS does not guard it anyway), so the server
 * refuses what was changed on the way. A write whose answer was lost is simply sent again; for {@link #putIfAbsent} the
 * key's content then tells whether the lost write was this call's own. Refused credentials and a missing bucket fail at
 * once, everything that may pass is tried again.
 */
public final class MinioObjectStore implements ObjectStore {
    private static final String PROBE = "probes/create-if-absent";

    private final StoreSettings settings;
    private final StorePatience patience;
    private final MinioConnection connection;
    private final MinioClient client;
    private final MinioRequests requests;
    private final MinioCalls calls;

    public MinioObjectStore(StoreSettings settings) {
        this(settings, StorePatience.STANDARD);
    }

    public MinioObjectStore(StoreSettings settings, StorePatience patience) {
        this(settings, patience, new MinioConnection(settings, patience));
    }

    private MinioObjectStore(StoreSettings settings, StorePatience patience, MinioConnection connection) {
        this.settings = requireNonNull(settings, "settings is null");
        this.patience = patience;
        this.connection = connection;
        this.client = connection.client();
        this.requests = new MinioRequests(settings.bucket());
        this.calls = new MinioCalls(new Retry(patience.retries()), new StoreFailures(settings));
    }

    @Override
    public void put(String key, byte[] content, String contentType) {
        calls.ask(
                "write " + Keys.checked(key),
                () -> client.putObject(requests.put(key, content, contentType, Map.of())));
    }

    @Override
    public void put(String key, Path file, String contentType) {
        String what = "write " + Keys.checked(key);
        try {
            if (Files.size(file) < MinioRequests.MULTIPART_FROM) {
                put(key, Files.readAllBytes(file), contentType);
                return;
            }
        } catch (IOException e) {
            throw new TrackingException("cannot read " + file + ": " + e, false, e);
        }
        calls.ask(what, () -> client.uploadObject(requests.upload(key, file, contentType)));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        String what = "create " + Keys.checked(key);
        return calls.repeat(what, number -> {
            try {
                client.putObject(requests.put(key, content, contentType, Map.of("If-None-Match", "*")));
                return true;
            } catch (MinioException | RuntimeException e) {
                if (!StoreFailures.isPreconditionFailed(e)) {
                    throw calls.explain(what, e);
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
        return calls.find("read " + Keys.checked(key), () -> {
            try (GetObjectResponse response = client.getObject(requests.get(key))) {
                return content(response);
            }
        });
    }

    @Override
    public Optional<InputStream> open(String key) {
        return calls.find("open " + Keys.checked(key), () -> client.getObject(requests.get(key)));
    }

    @Override
    public boolean download(String key, Path target) {
        String what = "read " + Keys.checked(key);
        return calls.repeat(what, number -> {
            Optional<GetObjectResponse> response = calls.findOnce(what, () -> client.getObject(requests.get(key)));
            if (response.isEmpty()) {
                return false;
            }
            try (GetObjectResponse input = response.get()) {
                AtomicFiles.write(target, output -> copy(what, input, output));
            } catch (IOException e) {
                throw calls.explain(what, e);
            }
            return true;
        });
    }

    @Override
    public Optional<Long> size(String key) {
        return calls.find("look at " + Keys.checked(key), () -> client.statObject(requests.look(key))
                .size());
    }

    @Override
    public List<String> list(String prefix) {
        return entries(prefix).stream().map(Entry::key).toList();
    }

    @Override
    public List<Entry> entries(String prefix) {
        return calls.ask("list " + prefix, () -> {
            List<Entry> found = new ArrayList<>();
            for (Result<Item> line : client.listObjects(requests.list(prefix))) {
                Item item = line.get();
                found.add(new Entry(
                        item.objectName(), item.size(), item.lastModified().toInstant()));
            }
            found.sort(Comparator.comparing(Entry::key));
            return List.copyOf(found);
        });
    }

    @Override
    public void delete(String key) {
        calls.find("delete " + Keys.checked(key), () -> {
            client.removeObject(requests.delete(key));
            return Boolean.TRUE;
        });
    }

    @Override
    public void ensureBucket() {
        calls.ask("use bucket " + settings.bucket(), () -> {
            if (!client.bucketExists(requests.bucketExists())) {
                createBucket();
            }
            return Boolean.TRUE;
        });
        checkConditionalWrites();
    }

    @Override
    public String bucket() {
        return settings.bucket();
    }

    @Override
    public ObjectStore bucket(String name) {
        StoreSettings other = new StoreSettings(
                settings.endpoint(), settings.accessKey(), settings.secretKey(), name, settings.region());
        return new MinioObjectStore(other, patience, connection);
    }

    @Override
    public void close() {
        connection.close();
    }

    private void createBucket() throws MinioException {
        try {
            client.makeBucket(requests.makeBucket());
        } catch (ErrorResponseException e) {
            String code = e.errorResponse().code();
            if (!code.equals("BucketAlreadyOwnedByYou") && !code.equals("BucketAlreadyExists")) {
                throw e;
            }
        }
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
    private void copy(String what, InputStream input, OutputStream output) throws IOException {
        byte[] buffer = new byte[1 << 16];
        while (true) {
            int read;
            try {
                read = input.read(buffer);
            } catch (IOException e) {
                throw calls.explain(what, e);
            }
            if (read < 0) {
                return;
            }
            output.write(buffer, 0, read);
        }
    }
}
