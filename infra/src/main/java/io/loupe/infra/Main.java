package io.loupe.infra;

import io.loupe.infra.client.ApiException;
import io.loupe.infra.command.ExitCode;
import io.loupe.infra.command.Loupe;
import java.util.Optional;
import picocli.CommandLine;

/** Entry point of {@code ./loupe}, after the script has found Java and built the jars. */
public final class Main {

    private static final String HELP = "--help";

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The commands with their exit codes: 0 done, 1 failed, 2 wrong use. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Loupe());
        line.getCommandSpec().addOption(help());
        line.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.optionsMap().containsKey(HELP)) // the command "help" has it
                .forEach(command -> command.addOption(help()));
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(problem ->
                        problem instanceof CommandLine.ParameterException ? ExitCode.WRONG_USE : ExitCode.FAILED)
                .setExecutionExceptionHandler(Main::report);
    }

    private static CommandLine.Model.OptionSpec help() {
        return CommandLine.Model.OptionSpec.builder("-h", HELP)
                .usageHelp(true)
                .description("Show this help.")
                .build();
    }

    private static int report(Exception problem, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        Optional<String> sentence = problem instanceof LauncherException || problem instanceof ApiException
                ? Optional.of(problem.getMessage())
                : FileTrouble.sentence(problem);
        if (sentence.isEmpty() || System.getenv("LOUPE_DEBUG") != null) {
            throw problem;
        }
        command.getErr().println("loupe: " + sentence.get());
        command.getErr().flush();
        return ExitCode.FAILED;
    }
}
