package io.loupe.infra.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.LauncherException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortsTest {

    private final Ports ports = new Ports(new Random(1));

    @Test
    void aRememberedPortThatIsFreeIsTakenAgain() {
        int free = new Ports(new Random()).choose("any");

        assertThat(ports.choose("http", free)).isEqualTo(free);
    }

    @Test
    void aRememberedPortThatIsTakenIsReplaced() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = ports.choose("http", other.getLocalPort());

            assertThat(port).isNotEqualTo(other.getLocalPort()).isBetween(20_000, 32_000);
        }
    }

    @Test
    void theFirstPreferredPortThatIsFreeIsTaken() throws Exception {
        int free = new Ports(new Random()).choose("any");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(ports.choose("http", other.getLocalPort(), free)).isEqualTo(free);
        }
    }

    @Test
    void aWantedPortThatIsTakenIsAnError() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int wanted = other.getLocalPort();

            assertThatThrownBy(() -> ports.wanted("http", wanted))
                    .isInstanceOf(LauncherException.class)
                    .hasMessage("port " + wanted + " for http is in use; free it or choose another one");
        }
    }

    @Test
    void aWantedPortOutOfRangeIsAnError() {
        assertThatThrownBy(() -> ports.wanted("http", 70_000))
                .isInstanceOf(LauncherException.class)
                .hasMessage("port of http: 70000 is not between 1 and 65535");
    }

    @Test
    void noPortIsGivenTwice() {
        int first = ports.choose("a");

        assertThat(ports.choose("b", first)).isNotEqualTo(first);
    }
}
