package io.loupe.infra.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackLockTest {

    @TempDir
    private Path directory;

    @Test
    void oneOwnerAtATime() {
        Path file = directory.resolve("lock");

        try (StackLock first = StackLock.tryTake(file).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(StackLock.tryTake(file)).isEmpty();
        }

        try (StackLock next = StackLock.tryTake(file).orElseThrow()) {
            assertThat(next).isNotNull();
        }
    }
}
