package io.loupe.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.loupe.tracking.store.MemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunArtifactsTest {
    private static final String ROOT = "mlflow/1/abc/artifacts";

    @TempDir
    Path folder;

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final RunArtifacts artifacts = new RunArtifacts(objects);

    @Test
    void aFolderIsUploadedWithItsTree() throws IOException {
        Files.createDirectories(folder.resolve("heat_maps/scratch"));
        Files.writeString(folder.resolve("heat_maps/scratch/000.png"), "png");
        Files.writeString(folder.resolve("metrics.json"), "{}");

        assertThat(artifacts.upload(ROOT, folder)).isEqualTo(2);

        assertThat(artifacts.list(ROOT, "")).containsExactly("heat_maps/scratch/000.png", "metrics.json");
        assertThat(artifacts.list(ROOT, "heat_maps/")).containsExactly("heat_maps/scratch/000.png");
        assertThat(artifacts.read(ROOT, "metrics.json")).hasValue("{}".getBytes());
        assertThat(artifacts.read(ROOT, "none")).isEmpty();
        assertThat(objects.list("")).first().isEqualTo(ROOT + "/heat_maps/scratch/000.png");
    }

    @Test
    void pathsThatLeaveTheRunsFolderAreRefused() {
        for (String path : List.of("../other/artifacts/x", "a/../../x", "/etc/passwd", "", "a//b", "a\\..\\b", ".")) {
            assertThatIllegalArgumentException()
                    .as(path)
                    .isThrownBy(() -> artifacts.read(ROOT, path))
                    .withMessageContaining("not a relative path");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> artifacts.read("", "x"));
    }

    @Test
    void contentTypesFollowTheEnding() {
        assertThat(RunArtifacts.contentType("a/b.PNG")).isEqualTo("image/png");
        assertThat(RunArtifacts.contentType("map.tiff")).isEqualTo("image/tiff");
        assertThat(RunArtifacts.contentType("curve.svg")).isEqualTo("image/svg+xml");
        assertThat(RunArtifacts.contentType("model")).isEqualTo("application/octet-stream");
    }
}
