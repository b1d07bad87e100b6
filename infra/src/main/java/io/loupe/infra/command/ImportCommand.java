package io.loupe.infra.command;

import io.loupe.infra.demo.DatasetImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}: a folder of images into the catalogue. */
@Command(name = "import", description = "Import a folder in MVTec AD's layout; waits for its end.")
final class ImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder;

    @Option(names = "--name", paramLabel = "N", required = true, description = "Its name in the catalogue.")
    private String name;

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " is no folder");
        }
        Context context = Context.ofProcess();
        new DatasetImport(RunningStack.api(context), context.terminal()).run(name, folder);
        context.terminal().line("  " + name + " is in the catalogue.");
        return ExitCode.DONE;
    }
}
