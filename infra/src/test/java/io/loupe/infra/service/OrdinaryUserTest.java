package io.loupe.infra.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.LauncherException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdinaryUserTest {

    @Test
    void nobodyButRootNeedsANamespace() {
        assertThat(new OrdinaryUser(1000, List.of("no-such-program")).prefix()).isEmpty();
    }

    @Test
    void rootGetsOneWhereTheSystemAllowsIt() {
        assertThat(new OrdinaryUser(0, List.of("env")).prefix()).containsExactly("env");
    }

    @Test
    void whereTheSystemRefusesItRootIsToldWhatToDo() {
        for (List<String> refused : List.of(List.of("false"), List.of("no-such-program"))) {
            assertThatThrownBy(() -> new OrdinaryUser(0, refused).prefix())
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("refuses to run as root")
                    .hasMessageContaining("docker run --user")
                    .hasMessageContaining("LOUPE_DATABASE_URL");
        }
    }
}
