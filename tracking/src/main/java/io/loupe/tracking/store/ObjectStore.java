package io.loupe.tracking.store;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Objects by key in one bucket. Every verb is retried with back-off where that can help and throws {@link
 * io.loupe.tracking.TrackingException} otherwise. Keys use {@code /} and never begin with it.
 */
public interface ObjectStore extends AutoCloseable {
    void put(String key, byte[] content, String contentType);

    void put(String key, Path file, String contentType);

    /** Creates the object unless the key exists; the answer says whether this call created it. */
    boolean putIfAbsent(String key, byte[] content, String contentType);

    Optional<byte[]> get(String key);

    /** Streams an object; the caller closes. */
    Optional<InputStream> open(String key);

    /** Downloads to {@code target} (written aside, then renamed); false when the key does not exist. */
    boolean download(String key, Path target);

    Optional<Long> size(String key);

    /** Keys that begin with {@code prefix}, sorted. */
    List<String> list(String prefix);

    /** What stands below {@code prefix}, sorted by key, with sizes and times of the last write by the store's clock. */
    List<Entry> entries(String prefix);

    /** Deletes the object; without effect when the key does not exist. */
    void delete(String key);

    /**
     * Creates the bucket if it does not exist and the credentials allow it, and makes sure that the server honours
     * create-if-absent; fails with a plain message otherwise. Called once by each process at its start.
     */
    void ensureBucket();

    /** The bucket's name. */
    String bucket();

    /**
     * Another bucket of the same server, with the same credentials; nothing is asked yet, and it is closed with this one.
     */
    ObjectStore bucket(String name);

    @Override
    void close();

    /**
     * One line of a listing.
     *
     * @param key whole key
     * @param size in bytes
     * @param modified when the object was written last, by the store's clock
     */
    record Entry(String key, long size, Instant modified) {}
}
