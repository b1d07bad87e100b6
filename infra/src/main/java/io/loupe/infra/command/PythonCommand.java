package io.loupe.infra.command;

import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.python.PythonEnvironment;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code python}: installs MLflow and Temporal without starting anything; the tests need them. */
@Command(name = "python", hidden = true, description = "Install the Python packages of the local stack.")
final class PythonCommand implements Callable<Integer> {

    private static final Duration GRACE = Duration.ofSeconds(2);

    @Override
    public Integer call() {
        Context context = Context.ofProcess();
        ProcessMark mark = new ProcessMark(context.home().directory(), "python");
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> ProcessEnding.endAll(mark.running(), GRACE)));
        PythonEnvironment.of(context.settings(), context.installation(), context.home())
                .ensure(line -> context.terminal().line("  python: " + line), mark);
        return ExitCode.DONE;
    }
}
