package io.loupe.infra.command;

import io.loupe.infra.LauncherException;
import io.loupe.infra.client.LoupeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: an experiment as files that need nothing else. */
@Command(name = "report", description = "Write an experiment's report: HTML, CSV, JSON and LaTeX.")
final class ReportCommand implements Callable<Integer> {
    private static final Map<String, String> FILES = new TreeMap<>(
            Map.of("html", "report.html", "csv", "report.csv", "json", "report.json", "latex", "report.tex"));

    @Parameters(paramLabel = "EXPERIMENT", description = "Its id, the last digits of it, or its name.")
    private String experiment;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the files (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("report");

    @Option(names = "--no-pictures", description = "Leave images and heat maps out, where a licence forbids them.")
    private boolean noPictures;

    @Override
    public Integer call() {
        Context context = Context.ofProcess();
        LoupeApi api = RunningStack.api(context);
        String id = api.findExperiment(experiment);
        FILES.forEach((format, name) -> {
            Path file = folder.resolve(name);
            try {
                Files.createDirectories(folder);
                Files.write(file, api.report(id, format, !noPictures));
            } catch (IOException e) {
                throw new LauncherException("cannot write " + file + ": " + e, e);
            }
            context.terminal().line("  " + file);
        });
        return ExitCode.DONE;
    }
}
