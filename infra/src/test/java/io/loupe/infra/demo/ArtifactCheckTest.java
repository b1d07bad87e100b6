package io.loupe.infra.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCheckTest {

    private static final List<String> WHOLE = List.of(
            "config.yaml",
            "receipt.json",
            "metrics.json",
            "curves/roc.json",
            "curves/roc.svg",
            "heat_maps/good/000.png",
            "anomaly_maps/good/000.tiff",
            "heat_maps/scratch/000.png",
            "anomaly_maps/scratch/000.tiff");

    @TempDir
    private Path category;

    @Test
    void nothingIsMissingFromAWholeTrial() throws Exception {
        assertThat(check().missing(WHOLE)).isEmpty();
    }

    @Test
    void everyMissingArtifactIsNamed() throws Exception {
        List<String> present = new ArrayList<>(WHOLE);
        present.removeAll(List.of("receipt.json", "curves/roc.svg", "heat_maps/scratch/000.png"));

        assertThat(check().missing(present))
                .containsExactly("receipt.json", "curves/*.svg", "heat_maps/scratch/000.png");
    }

    private ArtifactCheck check() throws Exception {
        for (String name : List.of("good/000.png", "scratch/000.png")) {
            Path image = category.resolve("test").resolve(name);
            Files.createDirectories(image.getParent());
            Files.createFile(image);
        }
        return ArtifactCheck.ofCategory(category);
    }
}
