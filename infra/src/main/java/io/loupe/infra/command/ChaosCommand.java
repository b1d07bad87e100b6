package io.loupe.infra.command;

import io.loupe.infra.chaos.ChaosRun;
import io.loupe.infra.config.StackHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chaos}: the promises, under faults. */
@Command(name = "chaos", description = "Break a stack of its own while it trains; check every promise.")
final class ChaosCommand implements Callable<Integer> {

    private static final int SEEDS = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "How long things go wrong; 5 by default, 1.5 is possible.")
    private double minutes = 5;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Chooses the faults and their moments; random by default.")
    private Long seed;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Takes the stack, and stays with report and logs; by default a folder for temporary files,"
                    + " which is deleted if every promise holds.")
    private Path folder;

    @Override
    public Integer call() {
        if (!(minutes > 0)) {
            throw new ParameterException(spec.commandLine(), "--minutes: " + minutes + " is no length of time");
        }
        if (folder != null && Files.exists(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--folder: " + folder + " exists; name one that does not, so that nothing of yours is in it");
        }
        Context context = Context.ofProcess();
        StackHome home = new StackHome(directory().toAbsolutePath().normalize());
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        ChaosRun run = new ChaosRun(context.installation(), context.terminal(), home);
        boolean good = run.run(minutes, chosen, stack -> Foreground.closeAtExit(stack, context.terminal()));
        if (good && folder == null) {
            run.delete();
        }
        return good ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Path directory() {
        if (folder != null) {
            return folder;
        }
        try {
            return Files.createTempDirectory("loupe-chaos");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for temporary files", e);
        }
    }
}
