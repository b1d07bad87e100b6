package io.loupe.tracking.leave;

import static java.util.Objects.requireNonNull;

import io.loupe.tracking.Json;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes workers out of the queue and calls them back. Every verb is idempotent. */
public final class Leaves {
    private static final String FOLDER = "workers/";
    private static final String JSON = ".json";
    private static final Pattern WORKER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,120}/[a-z0-9]{1,20}");

    private static final int LONGEST_HOST = 100;

    private final ObjectStore objects;

    public Leaves(ObjectStore objects) {
        this.objects = requireNonNull(objects, "objects is null");
    }

    /** {@code <host>/<device>} of an identity {@code <host>/<device>/<pid>}. */
    public static String worker(String identity) {
        String[] parts = identity.split("/", 3);
        return parts.length < 2 ? identity : parts[0] + "/" + parts[1];
    }

    /** Any text made into a host's name that a worker can have: what cannot stand in an address becomes a dash. */
    public static String hostName(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
        return plain.isEmpty() ? "localhost" : plain.substring(0, Math.min(plain.length(), LONGEST_HOST));
    }

    /** Whether a text can name a worker. */
    public static boolean isWorker(String text) {
        return WORKER.matcher(text).matches();
    }

    /** The first who takes a worker out is the one that is told of. */
    public void leave(Leave leave) {
        objects.putIfAbsent(key(leave.worker()), Json.write(leave), "application/json");
    }

    public void back(String worker) {
        objects.delete(key(worker));
    }

    public Optional<Leave> of(String worker) {
        return read(key(worker));
    }

    public List<Leave> all() {
        return objects.list(FOLDER).stream()
                .filter(key -> key.endsWith(JSON))
                .flatMap(key -> read(key).stream())
                .toList();
    }

    private Optional<Leave> read(String key) {
        return objects.get(key).map(json -> {
            try {
                return Json.read(json, Leave.class);
            } catch (IOException | NullPointerException e) {
                throw new TrackingException(
                        "the object " + key + " is damaged; delete it: " + e.getMessage(), false, e);
            }
        });
    }

    private static String key(String worker) {
        if (!isWorker(worker)) {
            throw new IllegalArgumentException("\"" + worker + "\" is no worker; one is <host>/<device>");
        }
        return FOLDER + worker + JSON;
    }
}
