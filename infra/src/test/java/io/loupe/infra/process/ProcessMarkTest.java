package io.loupe.infra.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMarkTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path stack;

    @AfterEach
    void endAll() {
        ProcessMark.end(stack, Duration.ZERO);
    }

    @Test
    void whatAMarkedProcessStartedIsFoundAlsoWhenItsParentIsGone() throws Exception {
        ProcessMark mark = new ProcessMark(stack, "mlflow");
        Process parent = start(mark, "sleep 600 & echo $! > child; wait");
        awaitFile("child");
        parent.destroyForcibly().waitFor();

        long child = Long.parseLong(Files.readString(stack.resolve("child")).strip());
        assertThat(mark.running()).extracting(ProcessIdentity::pid).containsExactly(child);
        assertThat(ProcessMark.of(stack)).extracting(ProcessMark.Marked::part).containsExactly("mlflow");

        ProcessMark.end(stack, LIMIT);

        assertThat(ProcessMark.of(stack)).isEmpty();
    }

    @Test
    void anotherStackAndAnotherPartAreLeftAlone() throws Exception {
        Path other = stack.resolve("other");
        Files.createDirectories(other);
        Process foreign = start(new ProcessMark(other, "mlflow"), "echo > foreign; exec sleep 600");
        Process web = start(new ProcessMark(stack, "web"), "echo > web; exec sleep 600");
        awaitFile("foreign");
        awaitFile("web");
        try {
            assertThat(new ProcessMark(stack, "mlflow").running()).isEmpty();
            ProcessMark.end(stack, LIMIT);

            assertThat(foreign.isAlive()).isTrue();
            assertThat(web.waitFor(LIMIT)).isTrue();
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void oneThatDoesNotObeyIsKilled() throws Exception {
        Process stubborn =
                start(new ProcessMark(stack, "web"), "trap '' TERM; echo > ready; while :; do sleep 600; done");
        awaitFile("ready");

        ProcessMark.end(stack, Duration.ofMillis(100));

        assertThat(stubborn.waitFor(LIMIT)).isTrue();
        assertThat(ProcessMark.of(stack)).isEmpty();
    }

    private Process start(ProcessMark mark, String script) throws Exception {
        return mark.on(new ProcessSpec(List.of("sh", "-c", script), Map.of(), stack, stack.resolve("log")))
                .start();
    }

    private void awaitFile(String name) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        Path file = stack.resolve(name);
        while ((!Files.exists(file) || Files.size(file) == 0) && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        assertThat(file).exists();
    }
}
