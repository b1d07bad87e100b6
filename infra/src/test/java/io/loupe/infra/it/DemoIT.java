package io.loupe.infra.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.infra.process.ProcessMark;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./loupe demo --exit} from nothing, with fewer epochs than a person gets. */
@Timeout(1200)
class DemoIT {

    @TempDir
    private Path directory;

    @Test
    void theDemoEndsWithItsArmsComparedAndNothingLeftRunning() throws Exception {
        Path document = directory.resolve("demo.yaml");
        String own = new String(getClass().getResourceAsStream("/demo.yaml").readAllBytes(), UTF_8);
        Files.writeString(document, own.replace("settings: { ", "settings: { epochs: 2, "));
        Launcher launcher = new Launcher(directory.resolve("home")).with("LOUPE_DEMO_DOCUMENT", document.toString());

        try {
            Launcher.Result demo = launcher.run("demo", "--exit");

            assertThat(demo.code()).as(demo.output()).isZero();
            assertThat(demo.output())
                    .contains("washer / original / seed 1", "washer / vae / seed 1", "washer / patchcore / seed 1")
                    .contains("image AUROC", "pixel AUROC", "AU-PRO (0.3)")
                    .containsPattern("washer / vae / seed 1( +\\d+\\.\\d %){3}")
                    .containsPattern("washer / patchcore / seed 1( +\\d+\\.\\d %){3}")
                    .contains("/experiments/", "/trials/", "/#/runs/", "/workflows/trial-")
                    .contains("every artifact is there")
                    .doesNotContain("\u001b");
            assertThat(ProcessMark.of(launcher.home())).isEmpty();
            assertThat(launcher.run("down").output()).contains("Nothing was running.");
        } finally {
            launcher.down();
        }
    }
}
