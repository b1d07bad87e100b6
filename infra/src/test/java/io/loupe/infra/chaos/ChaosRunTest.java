package io.loupe.infra.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.infra.config.Installation;
import io.loupe.infra.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosRunTest {

    @Test
    void aPersonsOwnServersPortsAndDevicesAreLeftAlone() {
        Settings settings = ChaosRun.settings(
                Map.of(
                        "LOUPE_DATABASE_URL", "jdbc:postgresql://elsewhere/loupe",
                        "LOUPE_HTTP_PORT", "8420",
                        "LOUPE_HOME", "/home/someone/.loupe",
                        "PYTORCH_LIBRARY_PATH", "/opt/libtorch",
                        "LOUPE_PYTHON_HOME", "/opt/python",
                        "PATH", "/bin"),
                new Installation(Path.of("/opt/loupe")));

        assertThat(settings.get("loupe.database.url")).isEmpty();
        assertThat(settings.get("loupe.http.port")).isEmpty();
        assertThat(settings.get("loupe.home")).isEmpty();
        assertThat(settings.variable("PYTORCH_LIBRARY_PATH")).isEmpty();
        assertThat(settings.get("loupe.python.home")).hasValue("/opt/python");
        assertThat(settings.variable("PATH")).hasValue("/bin");
    }
}
