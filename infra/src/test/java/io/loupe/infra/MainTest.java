package io.loupe.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.infra.command.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

    private final StringWriter errors = new StringWriter();
    private final StringWriter output = new StringWriter();

    @Test
    void anUnknownCommandIsWrongUseAndTheNearestIsNamed() {
        assertThat(execute("statsu")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(errors.toString()).contains("statsu").contains("status");
    }

    @Test
    void anUnknownVerbIsWrongUse() {
        assertThat(execute("trial", "some-id", "explode")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(errors.toString()).contains("explode");
    }

    @Test
    void aFileThatCanNotBeReadIsWrongUse() {
        assertThat(execute("submit", "no-such-file.yaml")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(errors.toString()).contains("no-such-file.yaml");
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(execute("help")).isEqualTo(ExitCode.DONE);
        assertThat(output.toString())
                .contains("up", "down", "status", "demo", "submit", "import", "trial", "test", "check");
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(errors, true));
        line.setOut(new PrintWriter(output, true));
        return line.execute(arguments);
    }
}
