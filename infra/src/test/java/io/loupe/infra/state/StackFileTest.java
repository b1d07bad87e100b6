package io.loupe.infra.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.LauncherException;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFileTest {

    @TempDir
    private Path directory;

    private StackFile file;

    @BeforeEach
    void open() {
        file = new StackFile(directory.resolve("stack.json"));
    }

    @Test
    void isEmptyBeforeTheFirstStart() {
        assertThat(file.read()).isEqualTo(StackRecord.empty());
    }

    @Test
    void keepsEverythingAcrossLaunchers() {
        file.update(stack -> stack.ownedBy(ProcessIdentity.self())
                .withPort("http", 8420)
                .withProcess(process("mlflow", 0))
                .withAddresses(Map.of("Loupe", "http://127.0.0.1:8420"))
                .withPhase(StackRecord.Phase.READY));

        StackRecord read = new StackFile(directory.resolve("stack.json")).read();

        assertThat(read.runningLauncher()).contains(ProcessIdentity.self());
        assertThat(read.phase()).isEqualTo(StackRecord.Phase.READY);
        assertThat(read.ports()).containsEntry("http", 8420);
        assertThat(read.addresses()).containsEntry("Loupe", "http://127.0.0.1:8420");
        assertThat(read.processes()).containsExactly(process("mlflow", 0));
    }

    @Test
    void aRestartedProcessTakesThePlaceOfTheOldOne() {
        file.update(stack -> stack.withProcess(process("postgres", 0)).withProcess(process("mlflow", 0)));

        file.update(stack -> stack.withProcess("postgres", old -> process("postgres", 1)));

        assertThat(file.read().processes()).containsExactly(process("postgres", 1), process("mlflow", 0));
    }

    @Test
    void onlyThePortsOutliveTheStack() {
        file.update(stack ->
                stack.ownedBy(ProcessIdentity.self()).withPort("http", 8420).withProcess(process("mlflow", 0)));

        file.update(StackRecord::down);

        assertThat(file.read()).isEqualTo(StackRecord.empty().withPort("http", 8420));
    }

    @Test
    void aLauncherThatIsGoneDoesNotRun() {
        StackRecord stack = StackRecord.empty()
                .ownedBy(new ProcessIdentity(ProcessIdentity.self().pid(), "boot:1"));

        assertThat(stack.runningLauncher()).isEmpty();
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Files.writeString(directory.resolve("stack.json"), "{\"ports\": ");

        assertThatThrownBy(file::read)
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("stack.json is damaged")
                .hasMessageContaining("delete it");
    }

    private static ProcessRecord process(String service, int restarts) {
        return new ProcessRecord(
                service,
                new ProcessIdentity(1234, "boot:5678"),
                List.of(new ProcessIdentity(1235, "boot:5680")),
                ProcessEnding.Request.TERMINATE,
                10,
                true,
                restarts);
    }
}
