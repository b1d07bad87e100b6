package io.loupe.web.artifact;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values that were used last, as many as fit into a number of bytes; the newest stays in any case, since whoever put it
 * there needs it. Thread-safe.
 */
final class Recent<K, V> {
    private final long budget;
    private final Map<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Kept<V>(V value, long bytes) {}

    /** @param budget in bytes */
    Recent(long budget) {
        this.budget = budget;
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(kept.get(key)).map(Kept::value);
    }

    /** Keeps a value, or notes that the one it has under that key has another size now. */
    synchronized void put(K key, V value, long size) {
        Kept<V> before = kept.put(key, new Kept<>(value, size));
        bytes += size - (before == null ? 0 : before.bytes());
        Iterator<Kept<V>> eldest = kept.values().iterator();
        while (bytes > budget && kept.size() > 1) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
