package io.loupe.web.catalogue;

import io.loupe.workflows.trial.TrialSpec;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What workers are told of trials, as it was read from JSON before: a page of two thousand trials asks for all of them each time,
 * and they hardly ever change. Thread-safe.
 */
final class ReadSpecs {
    /** Two experiments of the largest size, at about 5 kB each. */
    private static final int MOST = 4_000;

    private final Json json;
    private final Map<UUID, Read> read = new ConcurrentHashMap<>();

    private record Read(String text, TrialSpec spec) {}

    ReadSpecs(Json json) {
        this.json = json;
    }

    /** @param text the column as it is now; what was read of another text is forgotten */
    TrialSpec of(UUID trial, String text) {
        Read before = read.get(trial);
        if (before != null && before.text().equals(text)) {
            return before.spec();
        }
        if (read.size() >= MOST) {
            read.clear();
        }
        TrialSpec spec = json.read(text, TrialSpec.class);
        read.put(trial, new Read(text, spec));
        return spec;
    }
}
