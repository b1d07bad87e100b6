package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short {@code ./loupe chaos}: about three minutes, most of it with something broken. */
@Timeout(900)
class ChaosIT {

    @TempDir
    private Path directory;

    @Test
    void everyPromiseHoldsAfterSomeFaultsAtRandom() throws Exception {
        Path folder = directory.resolve("chaos");
        Launcher launcher = new Launcher(directory.resolve("persons-own"));

        Launcher.Result result =
                launcher.run("chaos", "--minutes", "1.2", "--seed", "20", "--folder", folder.toString());

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).contains("a stack of its own: yours is not touched", "every promise holds");
        JsonNode report = new ObjectMapper().readTree(Files.readString(folder.resolve("chaos-report.json")));
        assertThat(report.path("findings")).isEmpty();
        assertThat(report.path("blows").size()).isGreaterThan(4);
        assertThat(report.path("experiments")).isNotEmpty();
        assertThat(report.path("checked").path("points").asInt()).isGreaterThan(1000);
        assertThat(launcher.home().resolve("stack.json")).doesNotExist();
    }
}
