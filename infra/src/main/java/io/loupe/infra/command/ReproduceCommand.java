package io.loupe.infra.command;

import io.loupe.infra.reproduce.Receipt;
import io.loupe.infra.reproduce.ReceiptComparison;
import io.loupe.infra.reproduce.Reproduction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reproduce}: a trial again from its receipt. */
@Command(
        name = "reproduce",
        description = "Run a trial again from its receipt, and compare.",
        footer = "Exit code 0 only if the final weights and all metrics are equal, bit by bit.")
final class ReproduceCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RECEIPT", description = "receipt.json of the trial.")
    private Path file;

    @Override
    public Integer call() {
        String json;
        try {
            json = Files.readString(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file + ": " + e, e);
        }
        Receipt receipt = Receipt.parse(file.toString(), json);
        Context context = Context.ofProcess();
        Receipt again = new Reproduction(RunningStack.api(context), context.terminal()).run(receipt);
        ReceiptComparison comparison = ReceiptComparison.of(receipt, again);
        context.terminal().lines(comparison.lines());
        comparison.advice().forEach(line -> context.terminal().line("  " + line));
        context.terminal().line(comparison.equal() ? "  Reproduced: all equal." : "  Not reproduced.");
        return comparison.equal() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
