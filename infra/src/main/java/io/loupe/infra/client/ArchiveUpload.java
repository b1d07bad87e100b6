package io.loupe.infra.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.LauncherException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Sends an archive to a Loupe that cannot read this machine's disk, piece by piece; each is repeated until it is there. */
final class ArchiveUpload {
    private static final int CONFLICT = 409;
    private static final Duration PIECE_TIMEOUT = Duration.ofMinutes(2);

    /** Hears how far it is. */
    @FunctionalInterface
    interface Progress {
        void at(long sent, long total);
    }

    private final URI base;
    private final Http http;

    ArchiveUpload(URI base, Http http) {
        this.base = base;
        this.http = http;
    }

    /** @return what an import names as its folder */
    String send(Path archive, Progress progress) {
        try (FileChannel file = FileChannel.open(archive)) {
            long size = file.size();
            JsonNode upload = http.send(Http.request(base.resolve("/api/v1/uploads"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(http.mapper()
                            .writeValueAsString(
                                    Map.of("name", archive.getFileName().toString(), "size", size))))
                    .build());
            String id = upload.path("id").asText();
            byte[] piece = new byte[upload.path("pieceBytes").asInt()];
            long sent = 0;
            while (sent < size) {
                int length = (int) Math.min(piece.length, size - sent);
                read(file, ByteBuffer.wrap(piece, 0, length), sent, archive);
                sent = put(id, sent, piece, length);
                progress.at(sent, size);
            }
            return "upload:" + id;
        } catch (IOException e) {
            throw new LauncherException(archive + " cannot be read: " + e, e);
        }
    }

    private static void read(FileChannel file, ByteBuffer piece, long from, Path archive) throws IOException {
        long at = from;
        while (piece.hasRemaining()) {
            int read = file.read(piece, at);
            if (read < 0) {
                throw new LauncherException(archive + " became shorter while it was sent; try again when it is whole");
            }
            at += read;
        }
    }

    /** Of a piece whose answer was lost, the repetition is in conflict with itself; the server knows where to go on. */
    private long put(String id, long offset, byte[] piece, int length) {
        URI address = base.resolve("/api/v1/uploads/" + id + "?offset=" + offset);
        try {
            return http.send(Http.request(address)
                            .timeout(PIECE_TIMEOUT)
                            .header("Content-Type", "application/octet-stream")
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(piece, 0, length))
                            .build())
                    .path("received")
                    .asLong();
        } catch (ApiException e) {
            if (e.status() != CONFLICT) {
                throw e;
            }
            return http.send(Http.request(base.resolve("/api/v1/uploads/" + id))
                            .GET()
                            .build())
                    .path("received")
                    .asLong();
        }
    }
}
