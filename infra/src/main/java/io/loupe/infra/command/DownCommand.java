package io.loupe.infra.command;

import io.loupe.infra.LauncherException;
import io.loupe.infra.process.ProcessEnding;
import io.loupe.infra.process.ProcessIdentity;
import io.loupe.infra.stack.Recovery;
import io.loupe.infra.state.StackFile;
import io.loupe.infra.state.StackLock;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code down}: ends the stack, also after a launcher that was killed. */
@Command(name = "down", description = "End the local stack and all that it started; its data stays.")
final class DownCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public Integer call() {
        Context context = Context.ofProcess();
        if (!Files.exists(context.home().directory())) {
            context.terminal().line("Nothing was running.");
            return ExitCode.DONE;
        }
        context.home().create();
        StackFile state = new StackFile(context.home().stateFile());
        Optional<ProcessIdentity> launcher = state.read().runningLauncher();
        launcher.flatMap(ProcessIdentity::handle).ifPresent(handle -> {
            handle.destroy();
            if (!ProcessEnding.await(List.of(launcher.get()), LIMIT)) {
                throw new LauncherException(
                        "the launcher (process " + launcher.get().pid() + ") did not end within " + LIMIT.toSeconds()
                                + " s; see " + context.home().logs());
            }
        });
        try (StackLock _ = StackLock.tryTake(context.home().lockFile())
                .orElseThrow(() -> new LauncherException("another launcher is just starting; try again"))) {
            List<String> left = new Recovery(context.home(), state).clear();
            if (!left.isEmpty()) {
                context.terminal().line("Ended what a killed launcher had left: " + String.join(", ", left));
            } else {
                context.terminal().line(launcher.isPresent() ? "Loupe is down." : "Nothing was running.");
            }
        }
        return ExitCode.DONE;
    }
}
