package io.loupe.infra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.LauncherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    private Path directory;

    @Test
    void propertiesWinOverTheEnvironmentAndThatOverTheFile() {
        Settings settings = new Settings(
                Map.of("loupe.a", "property"),
                Map.of("LOUPE_A", "environment", "LOUPE_B", "environment"),
                Map.of("loupe.a", "file", "loupe.b", "file", "loupe.c", "file"));

        assertThat(settings.get("loupe.a")).contains("property");
        assertThat(settings.get("loupe.b")).contains("environment");
        assertThat(settings.get("loupe.c")).contains("file");
        assertThat(settings.get("loupe.d")).isEmpty();
    }

    @Test
    void hyphensAndDotsAreUnderscoresInTheEnvironment() {
        Settings settings = new Settings(Map.of(), Map.of("LOUPE_STORE_ACCESS_KEY", "key"), Map.of());

        assertThat(settings.get("loupe.store.access-key")).contains("key");
    }

    @Test
    void aBlankValueIsNone() {
        assertThat(new Settings(Map.of(), Map.of("LOUPE_HOME", " "), Map.of()).get("loupe.home"))
                .isEmpty();
    }

    @Test
    void readsTheFileOfTheStack() throws Exception {
        Path file = Files.writeString(directory.resolve("loupe.properties"), "loupe.http.port=8421\n");

        Settings settings = new Settings(Map.of(), Map.of(), Map.of()).withFile(file);

        assertThat(settings.number("loupe.http.port")).hasValue(8421);
    }

    @Test
    void aNumberThatIsNoneIsNamedWithItsValue() {
        Settings settings = new Settings(Map.of("loupe.http.port", "many"), Map.of(), Map.of());

        assertThatThrownBy(() -> settings.number("loupe.http.port"))
                .isInstanceOf(LauncherException.class)
                .hasMessage("loupe.http.port: many is not a whole number");
    }
}
