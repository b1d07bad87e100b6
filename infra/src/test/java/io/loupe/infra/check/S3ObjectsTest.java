package io.loupe.infra.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.LauncherException;
import io.loupe.infra.service.ObjectFolder;
import io.loupe.infra.service.Store;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ObjectsTest {

    @TempDir
    private Path folder;

    @Test
    void listsAndReadsARealBucketAndRefusesWrongKeys() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Store store = new Store(URI.create("http://127.0.0.1:" + port), "key", "secret", "loupe", "us-east-1");
        Path file = folder.resolve("loupe/checkpoints/t 1/ä+b.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{}");
        Files.writeString(folder.resolve("loupe/other"), "x");

        try (ObjectFolder served = ObjectFolder.serve(folder, store)) {
            S3Objects objects = new S3Objects(store);

            assertThat(objects.list("checkpoints/"))
                    .extracting(Objects.Entry::key)
                    .containsExactly("checkpoints/t 1/ä+b.json");
            assertThat(objects.get("checkpoints/t 1/ä+b.json")).hasValue("{}".getBytes(UTF_8));
            assertThat(objects.get("checkpoints/none")).isEmpty();
            S3Objects stranger = new S3Objects(new Store(store.endpoint(), "key", "wrong", "loupe", "us-east-1"));
            assertThatThrownBy(() -> stranger.list(""))
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("403");
        }
    }
}
