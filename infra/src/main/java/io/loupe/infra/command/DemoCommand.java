package io.loupe.infra.command;

import io.loupe.infra.LauncherException;
import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.demo.Demo;
import io.loupe.infra.stack.LocalStack;
import io.loupe.infra.stack.UpOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the main job, end to end. */
@Command(
        name = "demo",
        description = "Start the stack, compare two losses of VT-ADL on a sample dataset, show the results.")
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--exit", description = "Stop the stack at the end, also in a terminal.")
    private boolean exit;

    @Override
    public Integer call() {
        Context context = Context.ofProcess();
        Optional<URI> running = RunningStack.page(context);
        if (running.isPresent()) {
            context.terminal().line("Using the stack that runs already at " + running.get());
            return run(context, running.get());
        }
        Optional<LocalStack> stack =
                UpCommand.start(context, new UpOptions(OptionalInt.empty(), OptionalInt.empty(), false));
        if (stack.isEmpty()) {
            return ExitCode.FAILED;
        }
        int code = run(context, stack.get().endpoints().page());
        if (context.terminal().interactive() && !exit) {
            context.terminal().line("  Everything keeps running; Ctrl-C ends it.");
            Foreground.stay();
        }
        return code;
    }

    private static int run(Context context, URI page) {
        Demo demo = new Demo(
                new LoupeApi(page), context.installation(), context.home(), context.terminal(), document(context));
        return demo.run() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** The demo's own experiment, or that of the file {@code loupe.demo.document}. */
    private static String document(Context context) {
        return context.settings()
                .get("loupe.demo.document")
                .map(file -> {
                    try {
                        return Files.readString(Path.of(file));
                    } catch (IOException e) {
                        throw new LauncherException("loupe.demo.document: cannot read " + file, e);
                    }
                })
                .orElseGet(Demo::ownDocument);
    }
}
