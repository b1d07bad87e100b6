package io.loupe.workers.dataset;

import io.loupe.tracking.TrackingException;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.workers.archive.Archive;
import io.loupe.workflows.dataset.Uploads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Puts the pieces of an upload together. */
final class Pieces {
    private final ObjectStore objects;
    private final String id;

    Pieces(ObjectStore objects, String id) {
        this.objects = objects;
        this.id = id;
    }

    /**
     * Writes the whole archive.
     *
     * @throws TrackingException if pieces are missing, as the upload is too old or has not ended
     */
    void join(Path file, Archive.Progress progress) throws IOException {
        List<ObjectStore.Entry> pieces = objects.entries(Uploads.folder(id)).stream()
                .filter(entry -> Uploads.isPiece(entry.key()))
                .toList();
        long total = pieces.stream().mapToLong(ObjectStore.Entry::size).sum();
        long done = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (ObjectStore.Entry piece : pieces) {
                if (Uploads.offset(piece.key()) != done) {
                    throw missing();
                }
                // Not streamed: a piece is small, and one whose connection is cut is fetched again by itself.
                byte[] content = objects.get(piece.key()).orElseThrow(this::missing);
                out.write(content);
                done += content.length;
                progress.at(done, total);
            }
        }
        if (pieces.isEmpty()) {
            throw missing();
        }
    }

    private TrackingException missing() {
        return new TrackingException(
                "the uploaded archive is no longer there, or a part of it is missing; upload it again", false, null);
    }
}
