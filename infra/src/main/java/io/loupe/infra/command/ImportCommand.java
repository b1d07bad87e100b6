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

/** {@code import}: a folder of images, or an archive of one, into the catalogue. */
@Command(name = "import", description = "Import a folder or an archive of images; waits for its end.")
final class ImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR|ARCHIVE", description = "The folder, or a zip, tar, tar.gz, tar.xz or tar.bz2.")
    private Path folder;

    @Option(names = "--name", paramLabel = "N", required = true, description = "Its name in the catalogue.")
    private String name;

    @Option(
            names = "--layout",
            paramLabel = "L",
            defaultValue = "auto",
            description = "auto, mvtec, loco, visa, btad, magnetic, mvtec3d or folder; ${DEFAULT-VALUE} if not given.")
    private String layout;

    @Option(
            names = "--upload",
            description = "Send the archive, for a Loupe (LOUPE_URL) that cannot read this machine's disk.")
    private boolean upload;

    @Override
    public Integer call() {
        if (!Files.exists(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " is no folder and no archive");
        }
        if (upload && !Files.isRegularFile(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " is no archive; only archives are uploaded");
        }
        Context context = Context.ofProcess();
        new DatasetImport(RunningStack.api(context), context.terminal()).run(name, folder, layout, upload);
        context.terminal().line("  " + name + " is in the catalogue.");
        return ExitCode.DONE;
    }
}
