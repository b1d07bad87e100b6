package io.loupe.infra.command;

import io.loupe.infra.client.LoupeApi;
import io.loupe.infra.client.TrialView;
import io.loupe.infra.demo.ExperimentWatch;
import io.loupe.infra.demo.ResultsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code submit}: an experiment document to the running stack. */
@Command(name = "submit", description = "Submit an experiment document (YAML or JSON).")
final class SubmitCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The document.")
    private Path file;

    @Option(names = "--wait", description = "Show progress; exit code 0 only if every trial succeeded.")
    private boolean wait;

    @Override
    public Integer call() {
        String document;
        try {
            document = Files.readString(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file + ": " + e, e);
        }
        Context context = Context.ofProcess();
        LoupeApi api = RunningStack.api(context);
        String id = api.submit(document);
        context.terminal().line("  experiment  " + api.experiment(id).page());
        if (!wait) {
            return ExitCode.DONE;
        }
        List<TrialView> trials = new ExperimentWatch(api, context.terminal()).untilAtRest(id);
        context.terminal().lines(ResultsTable.of(trials));
        for (TrialView trial : trials) {
            trial.failure().ifPresent(message -> context.terminal().line("  ! " + trial.label() + ": " + message));
        }
        return trials.stream().allMatch(TrialView::succeeded) ? ExitCode.DONE : ExitCode.FAILED;
    }
}
