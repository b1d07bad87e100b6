package io.loupe.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DevicesTest {

    private static final long GIB = 1L << 30;
    private static final OptionalInt UNSET = OptionalInt.empty();

    @Test
    void withoutAGpuOneWorkerHasTheWholeProcessor() {
        assertThat(Devices.list(0, 2, 16 * GIB, UNSET, UNSET))
                .containsExactly(new Device("cpu", "worker-cpu", 2, 4096));
    }

    @Test
    void severalWorkersShareTheProcessor() {
        assertThat(Devices.list(0, 8, 16 * GIB, OptionalInt.of(2), UNSET))
                .containsExactly(
                        new Device("cpu", "worker-cpu-1", 4, 2048), new Device("cpu", "worker-cpu-2", 4, 2048));
    }

    @Test
    void eachGpuHasAWorker() {
        assertThat(Devices.list(2, 16, 16 * GIB, UNSET, UNSET))
                .containsExactly(
                        new Device("gpu0", "worker-gpu0", 8, 2048), new Device("gpu1", "worker-gpu1", 8, 2048));
    }

    @Test
    void noWorkersWantedNoneStarted() {
        assertThat(Devices.list(0, 2, 16 * GIB, OptionalInt.of(0), UNSET)).isEmpty();
    }

    @Test
    void theNumberOfThreadsCanBeSet() {
        assertThat(Devices.list(0, 64, 16 * GIB, UNSET, OptionalInt.of(4)))
                .containsExactly(new Device("cpu", "worker-cpu", 4, 4096));
    }

    @Test
    void theHeapFollowsTheMemoryFromTwoToEightGigabytes() {
        assertThat(heap(6, 1)).isEqualTo(2048);
        assertThat(heap(16, 1)).isEqualTo(4096);
        assertThat(heap(256, 1)).isEqualTo(8192);
        assertThat(heap(64, 4)).isEqualTo(4096);
    }

    @Test
    void allHeapsTogetherTakeNoMoreThanHalfOfTheMemory() {
        assertThat(heap(2, 1)).isEqualTo(1024);
        assertThat(heap(8, 4)).isEqualTo(1024);
    }

    private static long heap(long gibibytes, int workers) {
        return Devices.list(0, 8, gibibytes * GIB, OptionalInt.of(workers), UNSET)
                .getFirst()
                .heapMegabytes();
    }

    @Test
    void countsTheLinesOfNvidiaSmi() {
        String listing = """
                GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-1)
                  MIG 1g.5gb Device 0: (UUID: MIG-2)
                GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-3)
                """;

        assertThat(Devices.countGpus(listing)).isEqualTo(2);
        assertThat(Devices.countGpus("No devices found.")).isZero();
    }
}
