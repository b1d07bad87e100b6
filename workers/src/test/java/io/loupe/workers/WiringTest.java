package io.loupe.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.tracking.leave.Leaves;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WiringTest {
    @Test
    void foldersOfWeightsAreAPathList() {
        assertThat(Wiring.folders(device(Map.of("loupe.worker.weights", "/data/weights::/opt/my weights, too"))))
                .containsExactly(Path.of("/data/weights"), Path.of("/opt/my weights, too"));
    }

    @Test
    void withoutTheSettingThereAreNone() {
        assertThat(Wiring.folders(device(Map.of()))).isEmpty();
    }

    @Test
    void whateverItsNameAWorkerCanBeDrained() {
        for (String name : List.of("node-1", "my node", "\u00e4\u00f6", "-", "n".repeat(300))) {
            String identity = Wiring.identity(device(Map.of("loupe.worker.name", name)));
            assertThat(Leaves.isWorker(Leaves.worker(identity))).as(identity).isTrue();
        }
        assertThat(Wiring.identity(device(Map.of("loupe.worker.name", "node-1"))))
                .startsWith("node-1/cpu/");
        assertThat(Wiring.identity(device(Map.of("loupe.worker.name", "my node"))))
                .startsWith("my-node/cpu/");
    }

    private static WorkerConfig.Device device(Map<String, String> set) {
        return new SmallRyeConfigBuilder()
                .withMapping(WorkerConfig.class)
                .withDefaultValues(Map.of(
                        "loupe.store.endpoint", "http://127.0.0.1:1",
                        "loupe.store.access-key", "key",
                        "loupe.store.secret-key", "secret",
                        "loupe.mlflow.url", "http://127.0.0.1:1"))
                .withDefaultValues(set)
                .build()
                .getConfigMapping(WorkerConfig.class)
                .worker();
    }
}
