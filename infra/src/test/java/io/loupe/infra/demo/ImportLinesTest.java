package io.loupe.infra.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.infra.client.ImportView;
import io.loupe.infra.terminal.Terminal;
import io.loupe.infra.terminal.Window;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImportLinesTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now = 1;

    @Test
    void aLineNowAndThenSaysHowManyFilesAreDone() {
        ImportLines lines = lines(false);

        for (int done = 0; done <= 40; done += 10) {
            lines.show(Optional.of(new ImportView.Progress("copying", done, 40)));
            now += Duration.ofSeconds(10).toNanos();
        }

        assertThat(bytes.toString(UTF_8))
                .isEqualTo("  copying  [#####-----]  50 %  20/40 files\n  copying  [##########] 100 %  40/40 files\n");
    }

    @Test
    void aPersonSeesABar() {
        lines(true).show(Optional.of(new ImportView.Progress("", 3, 0)));

        assertThat(bytes.toString(UTF_8)).contains("  importing  3 files\n");
    }

    @Test
    void silenceIsToldOnce() {
        ImportLines lines = lines(false);

        for (int i = 0; i < 10; i++) {
            lines.show(Optional.empty());
            now += Duration.ofSeconds(5).toNanos();
        }

        assertThat(bytes.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains("nothing was heard of the import for 20 s", "./loupe status");
    }

    private ImportLines lines(boolean interactive) {
        Terminal terminal = new Terminal(new PrintStream(bytes, true, UTF_8), interactive, () -> new Window(24, 80));
        return new ImportLines(terminal, () -> now);
    }
}
