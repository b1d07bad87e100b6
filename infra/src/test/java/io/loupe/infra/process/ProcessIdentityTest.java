package io.loupe.infra.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

    @Test
    void isAliveUntilTheProcessEnds() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();

        assertThat(identity.alive()).isTrue();
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(identity.alive()).isFalse();
        assertThat(identity.handle()).isEmpty();
    }

    @Test
    void aLaterProcessWithTheSameNumberIsAnotherOne() {
        ProcessIdentity self = ProcessIdentity.self();

        ProcessIdentity earlier = new ProcessIdentity(self.pid(), "boot:1");

        assertThat(self.alive()).isTrue();
        assertThat(earlier.alive()).isFalse();
        assertThat(earlier.handle()).isEmpty();
    }

    @Test
    void thereIsNoneForANumberThatNobodyHas() {
        assertThat(ProcessIdentity.of(1L << 30)).isEmpty();
    }
}
