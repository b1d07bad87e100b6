package io.loupe.infra;

import io.loupe.infra.client.ApiException;
import io.loupe.infra.command.ExitCode;
import io.loupe.infra.command.Loupe;
import picocli.CommandLine;

/** Entry point of {@code ./loupe}, after the script has found Java and built the jars. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The commands with their exit codes: 0 done, 1 failed, 2 wrong use. */
    static CommandLine commandLine() {
        return new CommandLine(new Loupe())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(problem ->
                        problem instanceof CommandLine.ParameterException ? ExitCode.WRONG_USE : ExitCode.FAILED)
                .setExecutionExceptionHandler(Main::report);
    }

    private static int report(Exception problem, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if ((problem instanceof LauncherException || problem instanceof ApiException)
                && System.getenv("LOUPE_DEBUG") == null) {
            command.getErr().println("loupe: " + problem.getMessage());
            command.getErr().flush();
            return ExitCode.FAILED;
        }
        throw problem;
    }
}
