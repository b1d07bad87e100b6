package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a person types beside {@code up} and {@code demo}, and the exit codes a script goes by. */
@ExtendWith(PlatformExtension.class)
@Timeout(600)
class CommandsIT {

    private static final String DATASET = "tiles-commands";

    @TempDir
    private Path folder;

    @Test
    void submitWaitsShowsTheTableAndEndsWithZeroOnlyIfEveryTrialSucceeded(Platform platform) throws IOException {
        platform.importDataset(DATASET, 9);

        Launcher.Result good = platform.launcher().run("submit", document("[1, 2]", "{ epochs: 1 }"), "--wait");

        assertThat(good.code()).as(good.output()).isZero();
        assertThat(good.output())
                .contains("/experiments/")
                .containsPattern("tile / tiny / seed 1( +\\d+\\.\\d %){3}")
                .containsPattern("tile / tiny / seed 2( +\\d+\\.\\d %){3}");

        Files.writeString(platform.faults(), "nan = *@2\n");
        try {
            Launcher.Result bad = platform.launcher().run("submit", document("[1]", "{ epochs: 3 }"), "--wait");

            assertThat(bad.code()).as(bad.output()).isEqualTo(1);
            assertThat(bad.output()).contains("! tile / tiny / seed 1: ").contains("not a number at step 2");
        } finally {
            Files.delete(platform.faults());
        }
    }

    @Test
    void aWrongDocumentStartsNothingAndEveryProblemIsPrinted(Platform platform) throws IOException {
        platform.importDataset(DATASET + "-known", 11);
        platform.submit("Known before", DATASET + "-known", 1);
        List<String> before = platform.experiments();

        Launcher.Result result =
                platform.launcher().run("submit", document("[x]", "{ epochs: 0, map: nll-kl }"), "--wait");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output())
                .contains("arms[0].settings.epochs: 0 is below the minimum 1")
                .contains("arms[0].settings.map: \"nll-kl\" needs loss: mse-vae")
                .contains("seeds[0]: expected an integer, found the text \"x\"");
        assertThat(platform.launcher()
                        .run("submit", folder.resolve("none.yaml").toString())
                        .code())
                .isEqualTo(2);
        assertThat(platform.launcher().run("trial", "x", "explode").code()).isEqualTo(2);
        assertThat(before).isNotEmpty();
        assertThat(platform.experiments()).isEqualTo(before);
    }

    @Test
    void aTrialIsCancelledByItsIdAndOnlyOnce(Platform platform) {
        platform.importDataset("tiles-cancel", 10);
        String trial = platform.submit("Cancelled", "tiles-cancel", 2000);
        platform.awaitCheckpointInTraining(trial);

        Launcher.Result first = platform.launcher().run("trial", trial, "cancel");
        platform.awaitState(trial, "CANCELLED");
        Launcher.Result second = platform.launcher().run("trial", trial, "cancel");

        assertThat(first.code()).as(first.output()).isZero();
        assertThat(second.code()).as(second.output()).isEqualTo(1);
        assertThat(second.output()).containsIgnoringCase("cancelled");
    }

    private String document(String seeds, String settings) throws IOException {
        Path file = folder.resolve("experiment.yaml");
        Files.writeString(file, """
                loupe: 1
                name: Commands
                data: [{ dataset: %s }]
                arms:
                  - name: tiny
                    detector: vt-adl
                    preset: quick
                    settings: %s
                seeds: %s
                """.formatted(DATASET, settings, seeds));
        return file.toString();
    }
}
