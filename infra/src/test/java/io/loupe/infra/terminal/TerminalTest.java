package io.loupe.infra.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void nobodyLookingMeansPlainLinesOnly() {
        Terminal terminal = terminal(false);

        terminal.block(List.of("[###---]  50 %"));
        terminal.line("mlflow is back");

        assertThat(bytes.toString(UTF_8)).isEqualTo("mlflow is back\n");
    }

    @Test
    void aLineIsPrintedAboveTheLiveBlock() {
        Terminal terminal = terminal(true);

        terminal.block(List.of("one", "two"));
        terminal.line("news");

        assertThat(bytes.toString(UTF_8)).isEqualTo("one\ntwo\n\u001b[2F\u001b[Jnews\none\ntwo\n");
    }

    private Terminal terminal(boolean interactive) {
        return new Terminal(new PrintStream(bytes, true, UTF_8), interactive);
    }
}
