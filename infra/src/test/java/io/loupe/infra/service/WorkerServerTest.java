package io.loupe.infra.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.infra.config.Installation;
import io.loupe.infra.config.Settings;
import io.loupe.infra.config.StackHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerServerTest {

    private static final URI ANYWHERE = URI.create("http://127.0.0.1:1");

    @TempDir
    private Path folder;

    @BeforeEach
    void build() throws IOException {
        Files.createDirectories(folder.resolve("workers/target"));
        Files.createFile(folder.resolve("workers/target/workers.jar"));
    }

    @Test
    void weightsAreLookedForWherePeoplePutThemAndThenWhereTheyAreInstalled() throws IOException {
        Map<String, String> environment = environment(Map.of());

        assertThat(environment)
                .containsEntry("LOUPE_WORKER_WEIGHTS", folder.resolve("home/weights") + ":/packages/weights");
        assertThat(folder.resolve("home/weights")).isDirectory();
    }

    @Test
    void otherFoldersOfWeightsCanBeSet() throws IOException {
        assertThat(environment(Map.of("LOUPE_WORKER_WEIGHTS", "/data/a:/data/b")))
                .containsEntry("LOUPE_WORKER_WEIGHTS", "/data/a:/data/b");
    }

    @Test
    void twoWorkersOfOneHostHaveNamesOfTheirOwnSoThatOneCanBeDrained() throws IOException {
        Map<String, String> named = Map.of("LOUPE_WORKER_NAME", "node");

        assertThat(environment(named, "worker-cpu")).containsEntry("LOUPE_WORKER_NAME", "node");
        assertThat(environment(named, "worker-cpu-1")).containsEntry("LOUPE_WORKER_NAME", "node-1");
        assertThat(environment(named, "worker-cpu-2")).containsEntry("LOUPE_WORKER_NAME", "node-2");
    }

    private Map<String, String> environment(Map<String, String> set) throws IOException {
        return environment(set, "worker-cpu");
    }

    private Map<String, String> environment(Map<String, String> set, String name) throws IOException {
        WorkerServer worker = new WorkerServer(
                new Installation(folder),
                new Settings(Map.of(), set, Map.of()),
                new StackHome(folder.resolve("home")).create(),
                new Endpoints(
                        ANYWHERE,
                        ANYWHERE,
                        "127.0.0.1:1",
                        ANYWHERE,
                        new Store(ANYWHERE, "key", "secret", "loupe", "region"),
                        new Database("jdbc:postgresql://127.0.0.1:1/loupe", "loupe", "")),
                new Device("cpu", name, 2, 2048),
                Path.of("/packages/weights"),
                Set.of());
        return worker.process().environment();
    }
}
