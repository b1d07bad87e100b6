package io.loupe.web.catalogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Trials as they were read before: a page of two thousand of them asks for all each time, and few have changed since. Whether
 * one has is known from its row's version, which every update of the row changes; a trial's metrics change only together with
 * its row. Thread-safe.
 */
final class ReadTrials {
    /** A row's version in PostgreSQL: the transaction that wrote it, and where it lies. */
    static final String VERSION = "cast(t.xmin as text) || cast(t.ctid as text)";

    /** Two experiments of the largest size, at a few kB each. */
    private static final int MOST = 4_000;

    private final Map<UUID, Read> read = new ConcurrentHashMap<>();

    /**
     * A trial and the version of the row that it was read from.
     *
     * @param version by {@link #VERSION}
     */
    record Read(String version, Trial trial) {}

    /**
     * A row, not yet read.
     *
     * @param version by {@link #VERSION}
     */
    record Row(UUID id, String version) {}

    /**
     * @param rows wanted
     * @param reader reads those that have changed; a row that is gone is left out, there and here
     * @return in the same order
     */
    List<Trial> of(List<Row> rows, Function<List<UUID>, List<Read>> reader) {
        Map<UUID, Trial> known = new HashMap<>();
        List<UUID> changed = new ArrayList<>();
        for (Row row : rows) {
            Read before = read.get(row.id());
            if (before != null && before.version().equals(row.version())) {
                known.put(row.id(), before.trial());
            } else {
                changed.add(row.id());
            }
        }
        if (!changed.isEmpty()) {
            long more = changed.stream().filter(id -> !read.containsKey(id)).count();
            if (read.size() + more > MOST) {
                read.clear();
            }
            for (Read now : reader.apply(changed)) {
                known.put(now.trial().id(), now.trial());
                read.put(now.trial().id(), now);
            }
        }
        return rows.stream()
                .map(row -> known.get(row.id()))
                .filter(Objects::nonNull)
                .toList();
    }
}
