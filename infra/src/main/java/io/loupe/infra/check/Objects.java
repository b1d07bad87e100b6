package io.loupe.infra.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads a bucket. */
interface Objects {

    /**
     * An object as a listing shows it.
     *
     * @param key its name
     * @param size bytes
     * @param modified when it was written
     */
    record Entry(String key, long size, Instant modified) {}

    /** Everything whose key begins with {@code prefix}, sorted. */
    List<Entry> list(String prefix);

    /** The content, empty if there is none. */
    Optional<byte[]> get(String key);
}
