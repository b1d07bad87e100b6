package io.loupe.workers.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class ProcessMemoryTest {
    private static final int BLOCK = 64 << 10;
    private static final int BLOCKS = 4_000;
    private static final long TAKEN = (long) BLOCK * BLOCKS;

    /** Blocks too small to be mapped on their own, with a live one above them: the C library keeps such, once freed. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void freedNativeMemoryGoesBackToTheSystem() {
        long before;
        try (Arena last = Arena.ofConfined()) {
            try (Arena blocks = Arena.ofConfined()) {
                for (int i = 0; i < BLOCKS; i++) {
                    blocks.allocate(BLOCK).fill((byte) 1);
                }
                MemorySegment pin = last.allocate(BLOCK);
                pin.fill((byte) 1);
            }
            before = ProcessMemory.resident();

            ProcessMemory.giveBack();

            assertThat(before - ProcessMemory.resident()).isGreaterThan(TAKEN / 2);
        }
    }
}
