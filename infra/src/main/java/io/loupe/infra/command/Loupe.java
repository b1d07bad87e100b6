package io.loupe.infra.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The launcher without a command: prints its help. */
@Command(
        name = "loupe",
        description = "Visual anomaly detection experiments that survive anything.",
        synopsisHeading = "Usage: ",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nBuilt into the script:%n",
        footer = {
            "  test     Run every test (./mvnw verify).",
            "  check    Format, compiler checks, architecture, quick tests.",
            "",
            "State is kept in .loupe/, or where LOUPE_HOME says. Exit codes: 0 done, 1 failed, 2 wrong use."
        },
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            SubmitCommand.class,
            ImportCommand.class,
            TrialCommand.class,
            ReportCommand.class,
            ReproduceCommand.class,
            ChaosCommand.class,
            PythonCommand.class,
            HelpCommand.class
        })
public final class Loupe implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out, CommandLine.Help.Ansi.AUTO);
        return ExitCode.WRONG_USE;
    }
}
