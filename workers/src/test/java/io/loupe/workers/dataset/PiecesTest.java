package io.loupe.workers.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.tracking.store.MemoryObjectStore;
import io.loupe.tracking.store.ObjectStore;
import io.loupe.workflows.dataset.Uploads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PiecesTest {
    @TempDir
    private Path folder;

    @Test
    void aConnectionThatIsCutInsideAPieceDoesNotEndTheJoining() throws IOException {
        MemoryObjectStore memory = new MemoryObjectStore();
        memory.put(Uploads.piece("7", 0), new byte[] {1, 2, 3}, "application/octet-stream");
        memory.put(Uploads.piece("7", 3), new byte[] {4, 5}, "application/octet-stream");
        // Streams are cut, as only whole gets are repeated by the store.
        ObjectStore objects = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (self, method, arguments) ->
                        method.getName().equals("open") ? Optional.of(cut()) : method.invoke(memory, arguments));

        new Pieces(objects, "7").join(folder.resolve("a.tar"), (done, total) -> assertThat(total)
                .isEqualTo(5));

        assertThat(Files.readAllBytes(folder.resolve("a.tar"))).containsExactly(1, 2, 3, 4, 5);
    }

    private static InputStream cut() {
        return new SequenceInputStream(new ByteArrayInputStream(new byte[] {1}), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset");
            }
        });
    }
}
