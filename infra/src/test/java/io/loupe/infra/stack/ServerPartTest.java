package io.loupe.infra.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loupe.infra.process.Helper;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.process.ProcessSpec;
import io.loupe.infra.service.Server;
import io.loupe.infra.state.StackFile;
import io.loupe.infra.terminal.Terminal;
import io.loupe.infra.terminal.Window;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: shells that write their numbers into files. */
@Timeout(60)
class ServerPartTest {

    @TempDir
    private Path home;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Terminal terminal;
    private StackRecorder recorder;

    @BeforeEach
    void open() {
        terminal = new Terminal(new PrintStream(printed, true, UTF_8), false, () -> new Window(24, 80));
        recorder = new StackRecorder(new StackFile(home.resolve("stack.json")), terminal);
    }

    @AfterEach
    void endAll() {
        ProcessMark.end(home, Duration.ZERO);
    }

    @Test
    void aServiceIsStartedAgainAndEndedThoughNothingCanBeWrittenDown() throws Exception {
        ServerPart part = part(new Shell("echo $$ >> pids; exec sleep 600"));
        part.start();
        Files.createDirectory(home.resolve("stack.json.next")); // whoever writes the state fails from now on

        kill(numbers("pids").getFirst());
        await(() -> numbers("pids").size() == 2 && printed.toString(UTF_8).contains("is back after"));
        kill(numbers("pids").getLast());
        await(() -> numbers("pids").size() == 3);
        part.stop();

        assertThat(numbers("pids")).noneMatch(ServerPartTest::runs);
        assertThat(printed.toString(UTF_8)).containsOnlyOnce("going on without it");
    }

    @Test
    void aChildThatNobodySawDoesNotOutliveItsParent() throws Exception {
        ServerPart part = part(new Shell("echo $$ >> pids; sleep 0.3; sleep 600 & echo $! >> children; wait"));
        part.start();
        await(() -> numbers("children").size() == 1);

        kill(numbers("pids").getFirst());
        await(() -> numbers("children").size() == 2);

        assertThat(runs(numbers("children").getFirst())).isFalse();
        part.stop();
        assertThat(runs(numbers("children").getLast())).isFalse();
    }

    @Test
    void whatIsBeingPreparedEndsWithAStop() {
        ServerPart part = part(new Shell("exec sleep 600") {
            @Override
            public void prepare(Consumer<String> progress, ProcessMark mark) throws IOException {
                try {
                    int code = Helper.run(mark.on(spec("echo $$ >> helpers; exec sleep 600")));
                    throw new IOException("the helper ended with " + code);
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        });
        CompletableFuture<Void> start = CompletableFuture.runAsync(part::start, Thread::startVirtualThread);
        await(() -> numbers("helpers").size() == 1);

        part.stop();

        assertThatThrownBy(start::join).hasMessageContaining("shell can not be prepared");
        assertThat(numbers("helpers")).noneMatch(ServerPartTest::runs);
    }

    @Test
    void whatAnswersInPlaceOfAnEndedProcessIsNotThatProcess() {
        ServerPart part = part(new Shell("echo $$ >> pids; echo the port is taken; exit 3") {
            @Override
            public boolean ready() {
                await(() -> numbers("pids").size() == 1
                        && ProcessHandle.of(numbers("pids").getFirst()).isEmpty());
                return true;
            }
        });

        assertThatThrownBy(part::start)
                .hasMessageContaining("shell ended with code 3 before it was ready")
                .hasMessageContaining("the port is taken");
        part.stop();
    }

    private ServerPart part(Server server) {
        return new ServerPart(server, home, recorder, terminal, new BackOff());
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private static boolean runs(long pid) {
        return ProcessIdentity.of(pid).isPresent(); // remains that nobody has buried do not run
    }

    private List<Long> numbers(String file) {
        Path path = home.resolve(file);
        try {
            return Files.exists(path)
                    ? Files.readAllLines(path).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(() -> printed.toString(UTF_8)).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** A shell as a server: ready as soon as it has written its number. */
    private class Shell implements Server {

        private final String script;

        Shell(String script) {
            this.script = script;
        }

        @Override
        public String name() {
            return "shell";
        }

        @Override
        public String title() {
            return "Shell";
        }

        @Override
        public ProcessSpec process() {
            return spec(script);
        }

        ProcessSpec spec(String text) {
            return new ProcessSpec(List.of("sh", "-c", text), Map.of(), home, home.resolve("shell.log"));
        }

        @Override
        public boolean ready() {
            return Files.exists(home.resolve("pids"));
        }

        @Override
        public Duration endGrace() {
            return Duration.ofSeconds(2);
        }
    }
}
