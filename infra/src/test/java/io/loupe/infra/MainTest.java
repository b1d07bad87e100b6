package io.loupe.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.loupe.infra.command.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void everyCommandExplainsItself() {
        for (String command : List.of("up", "down", "status", "demo", "submit", "import", "trial", "help")) {
            assertThat(execute(command, "--help")).as(command).isEqualTo(ExitCode.DONE);
            assertThat(output.toString()).contains("Usage: loupe " + command).contains("--help");
        }
    }

    @Test
    void theScriptPrintsTheSameHelpWithoutJava() throws IOException {
        String script = Files.readString(Path.of("../loupe"));

        Main.commandLine().getSubcommands().forEach((name, command) -> {
            CommandLine.Model.UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            if (!usage.hidden() && !name.equals("help")) {
                assertThat(script).contains(String.format("\n  %-10s %s\n", name, usage.description()[0]));
            }
        });
    }

    @Test
    void aFullDiskIsOneSentenceWithAdvice() {
        UncheckedIOException problem = new UncheckedIOException(
                "cannot write stack.json",
                new FileSystemException("/d/stack.json.next", null, "No space left on device"));

        assertThat(FileTrouble.sentence(problem))
                .contains(
                        "cannot write stack.json: /d/stack.json.next: No space left on device; free some space, or set"
                                + " LOUPE_HOME to a folder on another disk");
    }

    @Test
    void whatMayNotBeWrittenIsOneSentenceWithAdvice() {
        assertThat(FileTrouble.sentence(
                        new UncheckedIOException("cannot create /h", new AccessDeniedException("/h/logs"))))
                .contains(
                        "cannot create /h: /h/logs: permission denied; give yourself the right to it, or set LOUPE_HOME to"
                                + " a folder of your own");
        assertThat(FileTrouble.sentence(new FileSystemException("/h", null, "Read-only file system")))
                .contains("/h: Read-only file system; set LOUPE_HOME to a folder that can be written");
        assertThat(FileTrouble.sentence(new IllegalStateException("a bug"))).isEmpty();
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(errors, true));
        line.setOut(new PrintWriter(output, true));
        return line.execute(arguments);
    }
}
