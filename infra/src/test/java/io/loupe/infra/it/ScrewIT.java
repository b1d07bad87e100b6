package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real photographs from a folder to figures: MVTec AD's screws, which are not part of the repository. */
@ExtendWith(PlatformExtension.class)
@Timeout(900)
class ScrewIT {

    private static final String ARCHIVE = "mvtec/screw.tar";

    @TempDir
    private Path folder;

    @Test
    void theScrewsOfMvtecAdAreImportedTrainedOnAndMeasured(Platform platform) throws Exception {
        Optional<Path> archive = sharedData();
        assumeTrue(
                archive.isPresent(),
                "SKIPPED: shared/data/" + ARCHIVE + " is neither beside the checkout nor below LOUPE_SHARED_DATA");
        unpack(archive.get());

        Launcher.Result imported = platform.launcher().run("import", folder.toString(), "--name", "mvtec-ad");
        assertThat(imported.code()).as(imported.output()).isZero();
        JsonNode screw = platform.json(platform.page().resolve("/api/v1/datasets/mvtec-ad"))
                .path("categories")
                .path(0);
        assertThat(screw.path("name").asText()).isEqualTo("screw");
        assertThat(screw.path("trainGood").asInt()).isEqualTo(320);
        assertThat(screw.path("testGood").asInt()).isEqualTo(41);
        assertThat(screw.path("testDefective").asInt()).isEqualTo(119);

        JsonNode trial = platform.awaitState(platform.submit("Screws", "mvtec-ad", 1), "SUCCEEDED");
        for (String metric : new String[] {"eval/image_auroc", "eval/pixel_auroc", "eval/au_pro_0.3"}) {
            assertThat(trial.path("metrics").path(metric).asDouble()).as(metric).isBetween(0.05, 1.0);
        }
    }

    private void unpack(Path archive) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-xf", archive.toString(), "-C", folder.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
    }

    /** Below {@code LOUPE_SHARED_DATA}, or beside the checkout or one of the folders above it. */
    private static Optional<Path> sharedData() {
        String given = System.getenv("LOUPE_SHARED_DATA");
        if (given != null) {
            return Optional.of(Path.of(given, ARCHIVE)).filter(Files::exists);
        }
        for (Path above = Launcher.ROOT; above != null; above = above.getParent()) {
            Path found = above.resolve("shared/data").resolve(ARCHIVE);
            if (Files.exists(found)) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }
}
