package io.loupe.infra.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessEndingTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path directory;

    private Process process;

    @AfterEach
    void endIt() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void oneThatObeysIsNotKilled() throws Exception {
        ProcessIdentity identity = start("exec sleep 600");

        assertThat(ProcessEnding.end(identity, List.of(), ProcessEnding.Request.TERMINATE, LONG))
                .isTrue();
        assertThat(identity.alive()).isFalse();
    }

    @Test
    void oneThatRefusesIsKilled() throws Exception {
        ProcessIdentity identity = start("trap '' TERM; while :; do sleep 600; done");
        awaitChild(); // it refuses from now on

        assertThat(ProcessEnding.end(identity, List.of(), ProcessEnding.Request.TERMINATE, SHORT))
                .isFalse();
        assertThat(identity.alive()).isFalse();
    }

    @Test
    void whatItStartedEndsWithIt() throws Exception {
        ProcessIdentity identity = start("sleep 600 & wait");
        awaitChild();
        List<ProcessIdentity> children = ProcessEnding.descendants(identity);

        ProcessEnding.end(identity, List.of(), ProcessEnding.Request.TERMINATE, SHORT);

        assertThat(children).hasSize(1).noneMatch(ProcessIdentity::alive);
    }

    @Test
    void childrenOfOneThatIsGoneAreEndedIfRecorded() throws Exception {
        ProcessIdentity identity = start("sleep 600 & wait");
        awaitChild();
        List<ProcessIdentity> children = ProcessEnding.descendants(identity);
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        ProcessEnding.end(identity, children, ProcessEnding.Request.TERMINATE, SHORT);

        assertThat(children).hasSize(1).noneMatch(ProcessIdentity::alive);
    }

    @Test
    void anotherProcessWithARecordedNumberIsLeftAlone() throws Exception {
        ProcessIdentity identity = start("exec sleep 600");
        ProcessIdentity recycled = new ProcessIdentity(identity.pid(), "boot:1");

        ProcessEnding.end(recycled, List.of(recycled), ProcessEnding.Request.TERMINATE, SHORT);

        assertThat(identity.alive()).isTrue();
    }

    private ProcessIdentity start(String script) throws Exception {
        process = new ProcessSpec(List.of("sh", "-c", script), Map.of(), directory, directory.resolve("process.log"))
                .start();
        return ProcessIdentity.of(process.pid()).orElseThrow();
    }

    private void awaitChild() {
        long end = System.nanoTime() + LONG.toNanos();
        while (process.descendants().findAny().isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
