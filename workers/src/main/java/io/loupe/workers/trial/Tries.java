package io.loupe.workers.trial;

import io.loupe.tracking.store.ObjectStore;
import java.nio.charset.StandardCharsets;

/** How often something was begun that may take the whole process with it, written down before it begins. */
final class Tries {
    private final ObjectStore objects;
    private final String key;

    Tries(ObjectStore objects, String key) {
        this.objects = objects;
        this.key = key;
    }

    int count() {
        return objects.get(key)
                .map(text -> Integer.parseInt(new String(text, StandardCharsets.UTF_8)))
                .orElse(0);
    }

    void begin() {
        put(count() + 1);
    }

    /** The one that was begun last does not count: it was asked to stop. */
    void takeBack() {
        put(Math.max(0, count() - 1));
    }

    void forget() {
        objects.delete(key);
    }

    private void put(int count) {
        objects.put(key, Integer.toString(count).getBytes(StandardCharsets.UTF_8), "text/plain");
    }
}
