package io.loupe.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DevicesTest {

    private static final OptionalInt UNSET = OptionalInt.empty();

    @Test
    void withoutAGpuOneWorkerHasTheWholeProcessor() {
        assertThat(Devices.list(0, 2, UNSET, UNSET)).containsExactly(new Device("cpu", "worker-cpu", 2));
    }

    @Test
    void severalWorkersShareTheProcessor() {
        assertThat(Devices.list(0, 8, OptionalInt.of(2), UNSET))
                .containsExactly(new Device("cpu", "worker-cpu-1", 4), new Device("cpu", "worker-cpu-2", 4));
    }

    @Test
    void eachGpuHasAWorker() {
        assertThat(Devices.list(2, 16, UNSET, UNSET))
                .containsExactly(new Device("gpu0", "worker-gpu0", 8), new Device("gpu1", "worker-gpu1", 8));
    }

    @Test
    void noWorkersWantedNoneStarted() {
        assertThat(Devices.list(0, 2, OptionalInt.of(0), UNSET)).isEmpty();
    }

    @Test
    void theNumberOfThreadsCanBeSet() {
        assertThat(Devices.list(0, 64, UNSET, OptionalInt.of(4))).containsExactly(new Device("cpu", "worker-cpu", 4));
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
