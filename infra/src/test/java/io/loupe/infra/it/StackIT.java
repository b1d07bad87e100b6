package io.loupe.infra.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.process.ProcessSpec;
import io.loupe.infra.service.HttpProbe;
import io.loupe.infra.state.ProcessRecord;
import io.loupe.infra.state.StackFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The base services as real processes, with real signals; each test leaves the stack as it found it, but the last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(600)
class StackIT {

    private static final Duration RESTART = Duration.ofMinutes(2);

    @TempDir
    private static Path home;

    private Launcher launcher;

    @BeforeAll
    void start() {
        launcher = new Launcher(home.resolve("stack"));
        launcher.up("--base");
    }

    @AfterAll
    void stop() {
        launcher.down();
    }

    @Test
    @Order(1)
    void whatItPrintsAnswers() {
        Map<String, String> addresses = launcher.stack().addresses();

        assertThat(addresses).containsOnlyKeys("MLflow", "Temporal", "Object store");
        addresses.values().forEach(address -> assertThat(launcher.printed()).contains(address));
        HttpProbe probe = new HttpProbe();
        assertThat(probe.answers(URI.create(addresses.get("MLflow") + "/health")))
                .isTrue();
        assertThat(probe.answers(URI.create(addresses.get("Temporal")))).isTrue();
        assertThat(launcher.printed()).doesNotContain("\u001b");
    }

    @Test
    @Order(2)
    void statusIsReadyWithEveryProcess() {
        JsonNode status = launcher.status();

        assertThat(status.path("state").asText()).isEqualTo("ready");
        assertThat(status.path("services").findValuesAsText("name"))
                .containsExactlyInAnyOrder("objects", "postgres", "temporal", "mlflow");
        assertThat(status.path("services").findValuesAsText("state")).containsOnly("ready");
    }

    @Test
    @Order(3)
    void aSecondUpSaysItRunsAlreadyAndWhere() {
        Launcher.Result second = launcher.run("up", "--base");

        assertThat(second.code()).isEqualTo(1);
        assertThat(second.output())
                .contains("runs already")
                .contains(launcher.stack().addresses().get("MLflow"));
        assertThat(launcher.status().path("state").asText()).isEqualTo("ready");
    }

    @Test
    @Order(4)
    void killedServicesComeBackAndAreReported() {
        Map<String, ProcessIdentity> killed = Map.of(
                "temporal", launcher.kill("temporal"),
                "postgres", launcher.kill("postgres"),
                "mlflow", launcher.kill("mlflow"));

        killed.forEach((service, earlier) -> launcher.awaitRestart(service, earlier, RESTART));

        // The record is written before the line is printed.
        killed.keySet().forEach(service -> {
            Await.until(() -> launcher.printed().contains(service + " is back after"), RESTART, launcher::printed);
            assertThat(launcher.printed()).contains(service + " was killed by signal 9; starting it again");
        });
        assertThat(new HttpProbe()
                        .answers(URI.create(launcher.stack().addresses().get("MLflow") + "/health")))
                .isTrue();
    }

    @Test
    @Order(5)
    void afterAKilledLauncherDownEndsWhatItStartedAndNothingElse() throws Exception {
        Process foreign = new ProcessBuilder("sleep", "600").start();
        try {
            Map<String, Integer> ports = launcher.stack().ports();
            launcher.killLauncher();
            recordAsThoughItsNumberHadBeenOurs(foreign);
            List<ProcessIdentity> unwritten = childNobodyWroteDown();
            List<ProcessIdentity> ours = launcher.stack().processes().stream()
                    .filter(process -> process.identity().pid() != foreign.pid())
                    .map(ProcessRecord::identity)
                    .toList();
            assertThat(ours).hasSize(3).allMatch(ProcessIdentity::alive);

            Launcher.Result down = launcher.run("down");

            assertThat(down.code()).isZero();
            assertThat(down.output()).contains("killed launcher", "postgres", "temporal", "mlflow");
            assertThat(ours).noneMatch(ProcessIdentity::alive);
            assertThat(unwritten).hasSize(1).noneMatch(ProcessIdentity::alive);
            assertThat(ProcessMark.of(launcher.home())).isEmpty();
            assertThat(foreign.isAlive()).isTrue();
            assertThat(launcher.run("status").code()).isEqualTo(1);

            launcher.up("--base");
            assertThat(launcher.stack().ports()).isEqualTo(ports);
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    @Order(6)
    void downEndsEverything() {
        List<ProcessIdentity> processes = launcher.stack().processes().stream()
                .map(ProcessRecord::identity)
                .toList();

        Launcher.Result down = launcher.run("down");

        assertThat(down.code()).isZero();
        assertThat(down.output()).contains("Loupe is down.");
        assertThat(processes).hasSize(3).noneMatch(ProcessIdentity::alive);
        assertThat(ProcessMark.of(launcher.home())).isEmpty();
        assertThat(launcher.run("down").output()).contains("Nothing was running.");
    }

    /** As though the launcher had been killed between the start of a process and its record. */
    private List<ProcessIdentity> childNobodyWroteDown() throws IOException {
        Path log = launcher.home().resolve("logs/unwritten.log");
        Process process = new ProcessMark(launcher.home(), "mlflow")
                .on(new ProcessSpec(List.of("sleep", "600"), Map.of(), launcher.home(), log))
                .start();
        return ProcessIdentity.of(process.pid()).stream().toList();
    }

    private void recordAsThoughItsNumberHadBeenOurs(Process foreign) {
        StackFile file = new StackFile(launcher.home().resolve("stack.json"));
        ProcessRecord mlflow = launcher.process("mlflow");
        file.update(stack -> stack.withProcess(new ProcessRecord(
                "worker-cpu",
                new ProcessIdentity(foreign.pid(), mlflow.identity().birth()),
                List.of(),
                mlflow.request(),
                mlflow.graceSeconds(),
                true,
                0)));
    }
}
