package io.loupe.infra.demo;

import io.loupe.infra.LauncherException;
import io.loupe.infra.config.Installation;
import io.loupe.infra.config.StackHome;
import io.loupe.infra.process.Helper;
import io.loupe.infra.process.LogTail;
import io.loupe.infra.process.ProcessMark;
import io.loupe.infra.process.ProcessSpec;
import io.loupe.infra.service.JvmFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The generated washers, written once by a JVM that has the workers' class path. */
public final class SampleDataset {

    /** The dataset's usual name. */
    public static final String NAME = "washers";

    static final String CATEGORY = "washer";
    private static final String WRITER = "io.loupe.detectors.sample.SampleDatasetWriter";
    private static final String SEED = "1";

    private final Installation installation;
    private final StackHome home;

    public SampleDataset(Installation installation, StackHome home) {
        this.installation = installation;
        this.home = home;
    }

    public Path folder() {
        return home.datasets().resolve(NAME);
    }

    Path category() {
        return folder().resolve(CATEGORY);
    }

    /**
     * Writes the images unless they are there; whole or not at all.
     *
     * @return true if it wrote them now
     */
    public boolean ensure() {
        if (Files.isDirectory(folder())) {
            return false;
        }
        Path next = home.datasets().resolve(NAME + ".next");
        Path log = home.log("sample-dataset");
        List<String> command = new ArrayList<>();
        command.add(installation.java().toString());
        command.addAll(JvmFlags.COMMON);
        command.addAll(List.of("-Xmx1g", "-cp", installation.workersClassPath(), WRITER, next.toString(), SEED));
        try {
            Files.createDirectories(home.datasets());
            int code = Helper.run(new ProcessMark(home.directory(), "sample-dataset")
                    .on(new ProcessSpec(command, Map.of(), home.directory(), log)));
            if (code != 0) {
                throw new LauncherException("writing the sample dataset ended with code " + code + LogTail.of(log));
            }
            Files.move(next, folder());
        } catch (IOException e) {
            throw new LauncherException("cannot write the sample dataset into " + folder() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
        return true;
    }
}
