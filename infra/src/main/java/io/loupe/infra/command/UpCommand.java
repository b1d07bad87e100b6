package io.loupe.infra.command;

import io.loupe.infra.stack.LocalStack;
import io.loupe.infra.stack.UpOptions;
import io.loupe.infra.state.StackRecord;
import io.loupe.infra.terminal.Terminal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up}: the stack in the foreground. */
@Command(name = "up", description = "Start the local stack and keep it in the foreground; Ctrl-C ends it.")
final class UpCommand implements Callable<Integer> {

    @Option(names = "--workers", paramLabel = "N", description = "Worker processes; by default one for each device.")
    private Integer workers;

    @Option(names = "--port", paramLabel = "P", description = "Port of the page; by default 8420 or any free one.")
    private Integer port;

    @Option(
            names = "--base",
            description = "Only PostgreSQL, object store, Temporal and MLflow: to run web or a worker from an editor.")
    private boolean baseOnly;

    @Override
    public Integer call() {
        Context context = Context.ofProcess();
        Optional<LocalStack> stack = start(context, new UpOptions(optional(port), optional(workers), baseOnly));
        if (stack.isEmpty()) {
            return ExitCode.FAILED;
        }
        context.terminal()
                .line("  Ctrl-C (or ./loupe down) ends it; everything is kept in "
                        + context.home().directory());
        Foreground.stay();
        return ExitCode.DONE;
    }

    /** Starts the stack and prints its addresses; if it runs already, says where and returns empty. */
    static Optional<LocalStack> start(Context context, UpOptions options) {
        Terminal terminal = context.terminal();
        terminal.line("Loupe starts in " + context.home().directory());
        Optional<LocalStack> owned =
                LocalStack.own(context.settings(), context.installation(), context.home(), terminal, options);
        if (owned.isEmpty()) {
            StackRecord running = context.stack();
            terminal.line("It runs already"
                    + (running.launcher() == null
                            ? ""
                            : " (process " + running.launcher().pid() + ")")
                    + switch (running.phase()) {
                        case READY -> ":";
                        case STOPPING -> " and is stopping.";
                        case STARTING, DOWN -> " and is starting.";
                    });
            terminal.lines(Context.addresses(running.addresses()));
            return Optional.empty();
        }
        LocalStack stack = owned.get();
        Foreground.closeAtExit(stack, terminal);
        stack.start();
        terminal.line("");
        terminal.lines(Context.addresses(stack.addresses()));
        terminal.line("");
        return owned;
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
