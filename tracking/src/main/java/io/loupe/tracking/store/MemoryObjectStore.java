package io.loupe.tracking.store;

import io.loupe.tracking.TrackingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Objects in this process' memory, for tests and for single-process use; nothing survives the process. It keeps the
 * contract of {@link ObjectStore} exactly: {@link #putIfAbsent} is atomic and arrays are copied in and out.
 */
public final class MemoryObjectStore implements ObjectStore {
    private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final InstantSource clock;
    private final String bucket;
    private final Map<String, MemoryObjectStore> buckets;

    public MemoryObjectStore() {
        this(Clock.systemUTC());
    }

    /** @param clock what {@link Entry#modified} is taken from */
    public MemoryObjectStore(InstantSource clock) {
        this("loupe", new ConcurrentHashMap<>(), clock);
        buckets.put(bucket, this);
    }

    private MemoryObjectStore(String bucket, Map<String, MemoryObjectStore> buckets, InstantSource clock) {
        this.bucket = bucket;
        this.buckets = buckets;
        this.clock = clock;
    }

    @Override
    public void put(String key, byte[] content, String contentType) {
        objects.put(Keys.checked(key), new Stored(content.clone(), clock.instant()));
    }

    @Override
    public void put(String key, Path file, String contentType) {
        try {
            put(key, Files.readAllBytes(file), contentType);
        } catch (IOException e) {
            throw new TrackingException("cannot read " + file + ": " + e.getMessage(), false, e);
        }
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        return objects.putIfAbsent(Keys.checked(key), new Stored(content.clone(), clock.instant())) == null;
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(objects.get(Keys.checked(key)))
                .map(stored -> stored.content().clone());
    }

    @Override
    public Optional<InputStream> open(String key) {
        return get(key).map(ByteArrayInputStream::new);
    }

    @Override
    public boolean download(String key, Path target) {
        Optional<byte[]> content = get(key);
        if (content.isEmpty()) {
            return false;
        }
        AtomicFiles.write(target, stream -> stream.write(content.get()));
        return true;
    }

    @Override
    public Optional<Long> size(String key) {
        return Optional.ofNullable(objects.get(Keys.checked(key))).map(stored -> (long) stored.content().length);
    }

    @Override
    public List<String> list(String prefix) {
        return entries(prefix).stream().map(Entry::key).toList();
    }

    @Override
    public List<Entry> entries(String prefix) {
        return objects.tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> new Entry(
                        entry.getKey(),
                        entry.getValue().content().length,
                        entry.getValue().modified()))
                .toList();
    }

    @Override
    public void delete(String key) {
        objects.remove(Keys.checked(key));
    }

    @Override
    public void ensureBucket() {}

    @Override
    public String bucket() {
        return bucket;
    }

    /** Every bucket exists. */
    @Override
    public ObjectStore bucket(String name) {
        return buckets.computeIfAbsent(name, key -> new MemoryObjectStore(key, buckets, clock));
    }

    @Override
    public void close() {}

    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    private record Stored(byte[] content, Instant modified) {}
}
