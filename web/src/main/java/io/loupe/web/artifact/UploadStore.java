package io.loupe.web.artifact;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.workflows.dataset.Uploads;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Archives that come in pieces, each an object, so that an upload goes on after a broken line, a reload or a restart of
 * the server, and any worker can put it together. One that nobody has sent a piece of for two days is deleted.
 */
@ApplicationScoped
public class UploadStore {
    /** Of one piece; a request may have 2 MiB. */
    public static final int PIECE_BYTES = 1 << 20;

    /** Of an archive. */
    public static final long LARGEST = 200L << 30;

    private static final Duration KEPT = Duration.ofDays(2);

    private final ObjectStore objects;
    private final ObjectMapper json;
    private final Clock clock;
    private final Map<UUID, Long> received = new ConcurrentHashMap<>(); // a hint; the store knows

    UploadStore(ObjectStore objects, ObjectMapper json, Clock clock) {
        this.objects = requireNonNull(objects, "objects is null");
        this.json = requireNonNull(json, "json is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * What is to come.
     *
     * @param name of the file
     * @param size bytes of the whole file
     */
    public record Announced(String name, long size) {}

    /** @param received bytes that are here, without a gap */
    public record Upload(UUID id, String name, long size, long received) {
        public boolean complete() {
            return received == size;
        }
    }

    /** What became of a piece. */
    public enum Taken {
        YES,
        /** It does not begin where the bytes that are here end. */
        ELSEWHERE,
        /** It reaches beyond the announced size. */
        TOO_LONG
    }

    /** Begins, and deletes what was given up. */
    public Upload begin(UUID id, Announced announced) {
        deleteOld();
        try {
            objects.put(Uploads.description(id.toString()), json.writeValueAsBytes(announced), "application/json");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a name and a number are always JSON", e);
        }
        received.put(id, 0L);
        return new Upload(id, announced.name(), announced.size(), 0);
    }

    /** How far it is; empty if there is no such upload, or no longer. */
    public Optional<Upload> find(UUID id) {
        return announced(id).map(known -> new Upload(id, known.name(), known.size(), stored(id)));
    }

    /** Keeps a piece; sent again, it changes nothing. */
    public Taken put(Upload upload, long offset, byte[] piece) {
        if (offset + piece.length > upload.size()) {
            return Taken.TOO_LONG;
        }
        if (offset != received.computeIfAbsent(upload.id(), this::stored)) {
            long known = stored(upload.id());
            received.put(upload.id(), known);
            if (offset != known) {
                return Taken.ELSEWHERE;
            }
        }
        objects.putIfAbsent(Uploads.piece(upload.id().toString(), offset), piece, "application/octet-stream");
        long end = stored(upload.id(), offset);
        received.put(upload.id(), end);
        return Taken.YES;
    }

    /** How many bytes are here, without looking at all pieces. */
    public long received(UUID id) {
        return received.computeIfAbsent(id, this::stored);
    }

    public void delete(UUID id) {
        objects.list(Uploads.folder(id.toString())).forEach(objects::delete);
        received.remove(id);
    }

    /** The name and size of an upload, without looking at its pieces. */
    public Optional<Announced> announced(UUID id) {
        return objects.get(Uploads.description(id.toString())).map(bytes -> {
            try {
                return json.readValue(bytes, Announced.class);
            } catch (IOException e) {
                throw new TrackingException(
                        "the description of upload " + id + " cannot be read; upload again", false, e);
            }
        });
    }

    private long stored(UUID id) {
        long end = 0;
        for (ObjectStore.Entry entry : objects.entries(Uploads.folder(id.toString()))) {
            if (Uploads.isPiece(entry.key())) {
                if (Uploads.offset(entry.key()) != end) {
                    break;
                }
                end += entry.size();
            }
        }
        return end;
    }

    /** The end of the piece that stands at an offset; another one may have been first. */
    private long stored(UUID id, long offset) {
        return offset + objects.size(Uploads.piece(id.toString(), offset)).orElse(0L);
    }

    private void deleteOld() {
        Instant limit = clock.instant().minus(KEPT);
        Map<String, List<ObjectStore.Entry>> byUpload = objects.entries(Uploads.PREFIX).stream()
                .collect(Collectors.groupingBy(entry -> entry.key().split("/")[1]));
        byUpload.values().stream()
                .filter(entries ->
                        entries.stream().allMatch(entry -> entry.modified().isBefore(limit)))
                .forEach(entries -> entries.forEach(entry -> objects.delete(entry.key())));
    }
}
