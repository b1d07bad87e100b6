package io.loupe.infra.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";
    private static final int COLUMNS = 40;

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

        assertThat(bytes.toString(UTF_8).replace(WRAP_OFF, "").replace(WRAP_ON, ""))
                .isEqualTo("one\ntwo\n\u001b[2F\u001b[Jnews\none\ntwo\n");
    }

    @Test
    void aLineOfTheBlockIsCutAtTheEdgeAndNeverWrapped() {
        Terminal terminal = terminal(true);

        terminal.block(List.of("x".repeat(COLUMNS + 30)));

        assertThat(bytes.toString(UTF_8)).isEqualTo(WRAP_OFF + "x".repeat(COLUMNS) + "\n" + WRAP_ON);
    }

    @Test
    void aBlockThatIsHigherThanTheTerminalSaysHowMuchIsNotShown() {
        Terminal terminal = terminal(true);

        terminal.block(List.of("1", "2", "3", "4", "5", "6", "7"));
        terminal.block(List.of());

        assertThat(bytes.toString(UTF_8))
                .isEqualTo(WRAP_OFF + "1\n2\n3\n  ... and 4 more\n" + WRAP_ON + "\u001b[4F\u001b[J");
    }

    @Test
    void theSizeIsReadFromWhatTheTerminalSays() {
        assertThat(Window.parse("50 120\n")).isEqualTo(new Window(50, 120));
        assertThat(Window.parse("0 0\n")).isEqualTo(Window.USUAL);
        assertThat(Window.parse("")).isEqualTo(Window.USUAL);
    }

    private Terminal terminal(boolean interactive) {
        return new Terminal(new PrintStream(bytes, true, UTF_8), interactive, () -> new Window(5, COLUMNS));
    }
}
