package io.loupe.infra.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.LauncherException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortsTest {

    private final Ports ports = new Ports(new Random(1));

    @Test
    void aRememberedPortThatIsFreeIsTakenAgain() {
        int free = new Ports(new Random()).choose("any", OptionalInt.empty(), OptionalInt.empty());

        assertThat(ports.choose("http", OptionalInt.empty(), OptionalInt.of(free)))
                .isEqualTo(free);
    }

    @Test
    void aRememberedPortThatIsTakenIsReplaced() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = ports.choose("http", OptionalInt.empty(), OptionalInt.of(other.getLocalPort()));

            assertThat(port).isNotEqualTo(other.getLocalPort()).isBetween(20_000, 32_000);
        }
    }

    @Test
    void aWantedPortThatIsTakenIsAnError() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OptionalInt wanted = OptionalInt.of(other.getLocalPort());

            assertThatThrownBy(() -> ports.choose("http", wanted, OptionalInt.empty()))
                    .isInstanceOf(LauncherException.class)
                    .hasMessage("port " + other.getLocalPort() + " for http is in use; free it or choose another one");
        }
    }

    @Test
    void aWantedPortOutOfRangeIsAnError() {
        assertThatThrownBy(() -> ports.choose("http", OptionalInt.of(70_000), OptionalInt.empty()))
                .isInstanceOf(LauncherException.class)
                .hasMessage("port of http: 70000 is not between 1 and 65535");
    }

    @Test
    void noPortIsGivenTwice() {
        int first = ports.choose("a", OptionalInt.empty(), OptionalInt.empty());

        assertThat(ports.choose("b", OptionalInt.empty(), OptionalInt.of(first)))
                .isNotEqualTo(first);
    }
}
