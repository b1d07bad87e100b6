package io.loupe.infra.command;

import io.loupe.infra.python.PythonEnvironment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code python}: installs MLflow and Temporal without starting anything; the tests need them. */
@Command(name = "python", hidden = true, description = "Install the Python packages of the local stack.")
final class PythonCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Context context = Context.ofProcess();
        PythonEnvironment.of(context.settings(), context.installation())
                .ensure(line -> context.terminal().line("  python: " + line));
        return ExitCode.DONE;
    }
}
